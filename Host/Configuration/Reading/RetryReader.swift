/// `retry:`, of whatever is tried again.
enum RetryReader {
    static func read(
        _ node: ConfigurationNode?, into policy: inout RetryPolicy, problems: inout ProblemList
    ) {
        guard let node,
            let reader = MappingReader(node, RetryKeys.shape, name: "retry", problems: &problems)
        else { return }
        reader.read(RetryKeys.attempts, into: &policy.attempts, problems: &problems)
        reader.read(RetryKeys.first, into: &policy.first, problems: &problems)
        reader.read(RetryKeys.most, into: &policy.most, problems: &problems)
        reader.read(RetryKeys.jitter, into: &policy.jitter, problems: &problems)
        guard policy.first > policy.most, let place = reader[RetryKeys.most] ?? reader[RetryKeys.first] else { return }
        problems.add(
            "config.conflict",
            "the first wait, \(Quantity.text(policy.first)), is longer than the longest, \(Quantity.text(policy.most))",
            suggestion: "raise most, or lower first", at: place.position)
    }
}
