import FoundationEssentials

/// Reads the host's status documents and lays them out for a person.
enum StatusText {
    private struct Refusal: Decodable {
        let detail: String
    }

    /// What a refusal says, or the whole of it.
    static func detail(of document: String) -> String {
        (try? JSONDecoder().decode(Refusal.self, from: Data(document.utf8)))?.detail ?? document
    }

    struct Report: Decodable {
        let summary: String
        let succeeded: Bool
        let problems: [String]
        let warnings: [String]

        init?(document: String) {
            guard let report = try? JSONDecoder().decode(Report.self, from: Data(document.utf8)) else { return nil }
            self = report
        }
    }

    private struct Document: Decodable {
        struct Processor: Decodable {
            let name: String
            let plugin: String
            let version: String
            let generation: Int
            let image: String
            let running: Int
            let waiting: Int
            let stuck: Int
            let jobs: [String: Int]?
        }
        struct BrokerQueue: Decodable {
            let broker: String
            let queue: String
            let processor: String
            let reason: String?
            let in_flight: Int
            let unsettled: Int
            let prefetch: Int
        }
        let pid: Int
        let ready: Bool
        let reason: String?
        let reloads: Int
        let images_retained: Int
        let processors: [Processor]
        let draining: [Processor]
        let broker_queues: [BrokerQueue]?
        let found_not_configured: [String]
        let last_reloads: [Report]
    }

    /// Nil when the document is not one.
    static func table(document: String) -> String? {
        guard let status = try? JSONDecoder().decode(Document.self, from: Data(document.utf8)) else { return nil }
        var lines = ["host \(status.pid): \(status.ready ? "ready" : "not ready: \(status.reason ?? "")")"]
        lines.append("reloads \(status.reloads), images retained \(status.images_retained)")
        var rows = [["PROCESSOR", "PLUGIN", "GENERATION", "IMAGE", "RUNNING", "WAITING", "STUCK", "JOBS"]]
        for (processors, state) in [(status.processors, ""), (status.draining, " (draining)")] {
            for one in processors {
                let jobs = (one.jobs ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                rows.append([
                    one.name + state, "\(one.plugin) \(one.version)", String(one.generation),
                    String(one.image.prefix(12)), String(one.running), String(one.waiting), String(one.stuck),
                    jobs.isEmpty ? "-" : jobs.joined(separator: ", "),
                ])
            }
        }
        lines += TextTable.lines(rows)
        let queues = (status.broker_queues ?? []).map {
            [
                "\($0.broker) \($0.queue)", $0.processor, String($0.in_flight), "\($0.unsettled) of \($0.prefetch)",
                $0.reason ?? "consuming",
            ]
        }
        if !queues.isEmpty {
            lines += TextTable.lines([["QUEUE", "PROCESSOR", "IN FLIGHT", "UNSETTLED", "STATE"]] + queues)
        }
        lines += status.found_not_configured.map { "found, not configured: \($0)" }
        if let last = status.last_reloads.last { lines.append(last.summary) }
        return lines.joined(separator: "\n")
    }
}
