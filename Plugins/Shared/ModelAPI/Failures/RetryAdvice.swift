/// What the headers of a refusal say about another attempt and about the request.
struct RetryAdvice: Equatable {
    /// `retry-after-ms` (OpenAI), else `retry-after` in seconds or as a date (RFC 9110, 10.2.3).
    var after: Duration?
    /// `x-should-retry` (OpenAI, Anthropic).
    var shouldRetry: Bool?
    /// `x-request-id` (OpenAI), `request-id` (Anthropic).
    var requestID: String?

    /// A wait that is longer is taken for this one.
    static let longest = Duration.seconds(366 * 24 * 3600)

    /// - Parameters:
    ///   - headers: by lower-case name.
    ///   - now: seconds since 1970.
    init(_ headers: [(name: String, value: String)], now: Int) {
        var milliseconds: Duration?
        for (name, value) in headers {
            switch name {
            case "retry-after-ms": milliseconds = milliseconds ?? Self.wait(value, unit: .milliseconds(1))
            case "retry-after":
                after =
                    after ?? Self.wait(value, unit: .seconds(1))
                    ?? HTTPDate.seconds(value).map { date in
                        .seconds(max(0, date - now))
                    }
            case "x-should-retry": shouldRetry = value == "true" ? true : value == "false" ? false : shouldRetry
            case "x-request-id", "request-id": requestID = requestID ?? SafeWord.of(value)
            default: break
            }
        }
        after = (milliseconds ?? after).map { min($0, Self.longest) }
    }

    private static func wait(_ text: String, unit: Duration) -> Duration? {
        guard text.utf8.count <= 32, let number = Double(text), number >= 0, number.isFinite else { return nil }
        return unit * min(number, 1e12)
    }
}

/// Words of a provider that may stand in a log: short, and of characters that codes and identifiers are made of.
enum SafeWord {
    static func of(_ text: String) -> String? {
        guard !text.isEmpty, text.utf8.count <= 128, text.utf8.allSatisfy(isSafe) else { return nil }
        return text
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
