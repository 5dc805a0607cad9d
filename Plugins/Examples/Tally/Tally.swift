import FoundationEssentials
import PluginSDK

struct Writing: Codable, Sendable { var text: String }
struct Total: Codable, Sendable { var words: Int }
struct DayReport: Codable, Sendable {
    var day: String
    var tenant: String
    var words: Int
}
struct Closing: Codable, Sendable { var reports: Int }

/// Counts words for each tenant and day, and has yesterday's reports written once a day.
struct Tally: StatelessPlugin {
    static let manifest = Manifest(
        id: "org.example.tally", version: "1.0.0", needs: ["store/1", "blobs/1", "queue/1"]
    ) {
        Operation("tally.count", "Adds the words of a text to today's total.", count).http(.post, "/tally")
        Operation("tally.close", "Queues a report for each tenant of yesterday.", close).schedule("10 0 * * *")
        Operation("tally.report", "Writes one report.", report).queue("tally-reports")
    }

    func count(_ writing: Writing, job: Job) async throws -> Total {
        let words = writing.text.split(whereSeparator: \.isWhitespace).count
        let key = "total/\(day(of: .now))/\(job.tenant ?? "none")"
        return try await job.host.store.transaction { store in
            // A job may come again after a crash: its id says whether it was counted.
            let isNew = try await store.get("counted/\(job.id)") == nil
            let total = (try await store.get(key, as: Int.self) ?? 0) + (isNew ? words : 0)
            store.put("counted/\(job.id)", [], lifetime: .seconds(86_400))
            try store.put(key, encoding: total, lifetime: .seconds(7 * 86_400))
            return Total(words: total)
        }
    }

    func close(job: Job) async throws -> Closing {
        let yesterday = day(of: (job.scheduledFor ?? .now).addingTimeInterval(-86_400))
        let prefix = "total/\(yesterday)/"
        var reports = 0
        for try await entry in job.host.store.entries(prefix: prefix) {
            let tenant = String(entry.key.dropFirst(prefix.count))
            let report = DayReport(day: yesterday, tenant: tenant, words: try entry.decode(as: Int.self) ?? 0)
            // The same id when this is tried again: a report that is queued is not queued twice.
            try await job.host.queue.put("tally-reports", encoding: report, id: "\(yesterday)/\(tenant)")
            reports += 1
        }
        return Closing(reports: reports)
    }

    func report(_ report: DayReport, job: Job) async throws -> DayReport {
        let text = "\(report.tenant) wrote \(report.words) words on \(report.day).\n"
        try await job.host.blobs.put("\(report.day)/\(report.tenant).txt", Array(text.utf8), mediaType: "text/plain")
        return report
    }

    private func day(of time: Date) -> String { time.formatted(.iso8601.year().month().day()) }
}
@c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(Tally.self) }
