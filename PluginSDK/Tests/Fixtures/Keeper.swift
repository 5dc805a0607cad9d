import PluginSDK

struct Noted: Codable, Sendable, Equatable {
    var visits: Int
    var queued: String?
}

struct Named: Codable, Sendable { var name: String }

/// Uses every service, through the C table.
struct Keeper: StatelessPlugin {
    static let manifest = Manifest(
        id: "org.example.keeper", version: "1.0.0", needs: ["store/1", "blobs/1", "queue/1"]
    ) {
        Operation("keeper.visit", "Counts a visit, keeps its name, and queues a greeting.", visit)
            .http(.post, "/visits/{room}").queue("visits")
        Operation("keeper.sweep", "Forgets all visits.", sweep)
            .schedule("0 3 * * mon-fri", zone: "Asia/Seoul").schedule(every: .seconds(90))
        Operation("keeper.text", "Streams a name, a byte at a time.", streaming: text).produces("text/plain")
        Operation("keeper.copy", "Streams what came, in halves.", streaming: copy)
    }

    func visit(_ named: Named, job: Job) async throws -> Noted {
        let visits = try await job.host.store.transaction { transaction in
            let visits = (try await transaction.get("visits", as: Int.self) ?? 0) + 1
            try transaction.put("visits", encoding: visits)
            return visits
        }
        try await job.host.blobs.put("names/\(visits)", Array(named.name.utf8), mediaType: "text/plain")
        let kept = try await job.host.blobs.get("names/\(visits)").map { String(decoding: $0.bytes, as: UTF8.self) }
        let queued = try await job.host.queue.put("greetings", encoding: Named(name: kept ?? "-"))
        return Noted(visits: visits, queued: queued.id)
    }

    func sweep(job: Job) async throws -> Noted {
        let swapped = try await job.host.store.swap("visits", from: Array("1".utf8), to: nil)
        return Noted(visits: swapped.swapped ? 0 : -1)
    }

    func text(_ named: Named, job: Job, to out: Output<RawPiece>) async throws {
        for byte in named.name.utf8 { try await out.send(RawPiece([byte])) }
        job.host.metrics.counter("waits_total").add(Double(out.waits))
    }

    func copy(_ request: RawRequest, job: Job, to out: Output<RawPiece>) async throws {
        let middle = request.bytes.count / 2
        try await out.send(RawPiece(Array(request.bytes[..<middle])))
        try await out.send(RawPiece(Array(request.bytes[middle...])))
    }
}
