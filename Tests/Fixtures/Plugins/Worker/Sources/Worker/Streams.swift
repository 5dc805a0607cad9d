import PluginSDK

struct StreamOrder: Codable, Sendable {
    /// In all.
    var bytes: Int
    /// Bytes of each piece but the last.
    var piece: Int
}

struct TokenOrder: Codable, Sendable {
    var count: Int
    /// Before each token; absent: as fast as they are taken.
    var interval_ms: Int?
}

struct Token: Codable, Sendable { var token: String }

extension Worker {
    /// The same letters over and over; each wait for the reader counts in `worker_busy_total` as soon as it is over.
    func stream(_ order: StreamOrder, job: Job, to out: Output<RawPiece>) async throws {
        let busy = job.host.metrics.counter("worker_busy_total")
        var counted = 0
        func count() {
            let waits = out.waits
            if waits > counted { busy.add(Double(waits - counted)) }
            counted = waits
        }
        defer { count() }
        let size = max(1, order.piece)
        let piece = RawPiece((0..<size).map { 0x61 + UInt8($0 % 26) })
        var left = order.bytes
        while left > 0 {
            try await out.send(left >= size ? piece : RawPiece(Array(piece.bytes[..<left])))
            left -= size
            count()
        }
    }

    func tokens(_ order: TokenOrder, job: Job, to out: Output<Token>) async throws {
        for number in 0..<max(0, order.count) {
            if let interval = order.interval_ms { try await Task.sleep(for: .milliseconds(interval)) }
            try await out.send(Token(token: "token \(number) "))
        }
    }
}
