/// `queue:` of a binding.
enum QueueBindingReader {
    static func read(_ node: ConfigurationNode, problems: inout ProblemList) -> QueueBinding? {
        guard let reader = MappingReader(node, QueueKeys.shape, name: "queue", problems: &problems) else { return nil }
        if reader[QueueKeys.name] == nil { _ = reader.required(QueueKeys.name, problems: &problems) }
        var queue = QueueBinding(
            name: EntryName.queueName(QueueKeys.name, in: reader, problems: &problems) ?? "")
        reader.read(QueueKeys.lease, into: &queue.lease, problems: &problems)
        reader.read(QueueKeys.limit, into: &queue.limit, problems: &problems)
        RetryReader.read(reader[QueueKeys.retry], into: &queue.retry, problems: &problems)
        return queue.name.isEmpty ? nil : queue
    }
}
