import PluginSDK

/// `{"id": "a", "url": "http://127.0.0.1:8123/effect"}`; without an id the job's own counts.
struct EffectOrder: Codable, Sendable {
    var id: String?
    var url: String
}

struct EffectDone: Codable, Sendable {
    var done: Bool
    var id: String
    var attempt: Int
}

extension Worker {
    /// The effect is there when the server has answered; a server that is away is tried again.
    func effect(_ order: EffectOrder, job: Job) async throws -> EffectDone {
        let id = order.id ?? job.id
        guard let counter = CounterAddress(order.url) else {
            throw Reject("\"\(order.url)\" is no http://127.0.0.1:PORT/PATH.", code: "worker.url")
        }
        let status = counter.post(query: "id=\(Self.percentEncoded(id))&attempt=\(job.attempt)")
        guard let status, (200...299).contains(status) else {
            throw Retry("The counter answered \(status.map(String.init) ?? "nothing").", code: "worker.counter")
        }
        return EffectDone(done: true, id: id, attempt: job.attempt)
    }

    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x2D || byte == 0x2E || byte == 0x5F
            if isPlain { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
