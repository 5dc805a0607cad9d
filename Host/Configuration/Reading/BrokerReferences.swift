/// The brokers of a file, as bindings name them.
struct BrokerReferences {
    /// Of unknown kind when its entry is wrong, which has been told already.
    private let known: [(name: String, kind: BrokerSettings.Kind?)]

    /// - Parameters:
    ///   - names: all that the file defines.
    ///   - brokers: those of them that are right.
    init(names: [String], brokers: [BrokerSettings]) {
        known = names.map { name in (name, brokers.first { $0.name == name }?.kind) }
    }

    private var queues: [String] { known.filter { $0.kind != .redis }.map(\.name) }

    /// The RabbitMQ that a key names; nil after adding a problem.
    func resolve(
        _ key: SettingKey<String>, in reader: MappingReader, problems: inout ProblemList
    ) -> String? {
        guard let node = reader[key] else { return only(for: reader, problems: &problems) }
        guard let name = key.read(node, &problems) else { return nil }
        guard let broker = known.first(where: { $0.name == name }) else {
            problems.add(
                "config.unknown_broker", "there is no broker called \(node.quoted) in this file",
                suggestion: queues.isEmpty ? Self.addition : NearMiss.suggestion(for: name, among: queues),
                at: node.position)
            return nil
        }
        guard broker.kind != .redis else {
            problems.add(
                "config.unknown_broker",
                "broker \(node.shown(name)) is a Redis, and the queues of amqp are on a RabbitMQ",
                suggestion: queues.isEmpty ? Self.addition : "name \(queues.joined(separator: " or "))",
                at: node.position)
            return nil
        }
        return name
    }

    private func only(for reader: MappingReader, problems: inout ProblemList) -> String? {
        if queues.count == 1 { return queues.first }
        let hasNone = queues.isEmpty
        problems.add(
            "config.unknown_broker",
            hasNone
                ? "\(reader.name) needs a RabbitMQ, and there is none in this file"
                : "\(reader.name) does not say on which broker",
            suggestion: hasNone ? Self.addition : "write broker: \(queues.joined(separator: ", or broker: "))",
            at: reader.position)
        return nil
    }

    private static let addition = "add brokers: \(FileKeys.brokers.entry.example)"
}
