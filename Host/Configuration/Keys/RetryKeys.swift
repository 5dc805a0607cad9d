/// How something that failed is tried again.
enum RetryKeys {
    /// To read them; what holds without them depends on what is tried.
    static let attempts = attemptsKey(RetryPolicy(), "")
    static let first = firstKey(RetryPolicy())
    static let most = mostKey(RetryPolicy())
    static let jitter = SettingKey.number(
        "jitter", in: 0...1, default: "0.2", "The part of each wait that chance decides.")

    static let shape = MappingShape(keys: [attempts.entry, first.entry, most.entry, jitter.entry])

    /// Of jobs that this host keeps.
    static func jobs() -> SettingKey<ConfigurationNode> {
        key(
            RetryPolicy(), "When a failed job is tried again.",
            attempts: "Attempts in all; the last failure makes a dead letter.")
    }

    /// - Parameters:
    ///   - policy: the defaults.
    ///   - attempts: what is counted.
    static func key(
        _ policy: RetryPolicy, _ summary: String, attempts: String
    ) -> SettingKey<ConfigurationNode> {
        let shape = MappingShape(keys: [
            attemptsKey(policy, attempts).entry, firstKey(policy).entry, mostKey(policy).entry, jitter.entry,
        ])
        return .node("retry", .mapping(shape), .parts, example: "{ attempts: 3, first: 2s }", summary)
    }

    private static func attemptsKey(_ policy: RetryPolicy, _ summary: String) -> SettingKey<Int> {
        .integer("attempts", in: 1...1000, .value("\(policy.attempts)"), summary)
    }

    private static func firstKey(_ policy: RetryPolicy) -> SettingKey<Duration> {
        .duration(
            "first", in: .milliseconds(1) ... .seconds(86400), default: Quantity.text(policy.first),
            "The wait before the second attempt; it doubles with each further one.")
    }

    private static func mostKey(_ policy: RetryPolicy) -> SettingKey<Duration> {
        .duration(
            "most", in: .milliseconds(1) ... .seconds(7 * 86400), default: Quantity.text(policy.most),
            "The longest wait.")
    }
}
