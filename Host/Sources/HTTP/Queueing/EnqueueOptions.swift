import HTTPTypes

/// What a request says about the job that it puts into a queue.
struct EnqueueOptions: Equatable {
    /// Nil lets the queue make one.
    var id: String?
    var priority = 0
    var delay = Duration.zero

    struct Nonsense: Error, Equatable {
        let reason: String
    }

    /// Longest delay: a year.
    static let longestDelay = Duration.seconds(366 * 86_400)

    /// Reads `Idempotency-Key` or `X-Request-Id`, `X-Job-Priority` and `X-Job-Delay`.
    static func read(_ fields: HTTPFields) -> Result<EnqueueOptions, Nonsense> {
        var options = EnqueueOptions()
        if let key = fields[.idempotencyKey] {
            // Another id in its place would make a second job of a repeated request.
            guard RequestIdentity.isPlain(key) else {
                return .failure(
                    Nonsense(reason: "Idempotency-Key must be 1 to 128 printable ASCII characters without spaces"))
            }
            options.id = key
        } else if let id = fields[.requestID], RequestIdentity.isPlain(id) {
            options.id = id
        }
        if let text = fields[.jobPriority] {
            guard let priority = Int(text), (-1_000...1_000).contains(priority) else {
                return .failure(Nonsense(reason: "X-Job-Priority must be a whole number from -1000 to 1000"))
            }
            options.priority = priority
        }
        if let text = fields[.jobDelay] {
            guard let delay = duration(text), delay <= longestDelay else {
                return .failure(
                    Nonsense(reason: "X-Job-Delay must be a time of at most 366 days: 30, 500ms, 30s, 5m, 2h or 1d"))
            }
            options.delay = delay
        }
        return .success(options)
    }

    /// `90`, `1.5s`, `500ms`, `5m`, `2h` or `1d`; without a unit, seconds.
    private static func duration(_ text: String) -> Duration? {
        let number = text.prefix { ("0"..."9").contains($0) || $0 == "." }
        guard number.first != ".", number.last != ".", number.utf8.count <= 12, let value = Double(number) else {
            return nil
        }
        let milliseconds: Double
        switch text[number.endIndex...] {
        case "ms": milliseconds = value
        case "", "s": milliseconds = value * 1_000
        case "m": milliseconds = value * 60_000
        case "h": milliseconds = value * 3_600_000
        case "d": milliseconds = value * 86_400_000
        default: return nil
        }
        return milliseconds <= 1e15 ? .milliseconds(Int64(milliseconds.rounded())) : nil
    }
}
