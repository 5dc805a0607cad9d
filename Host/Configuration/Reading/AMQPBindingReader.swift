/// `amqp:` of a binding, and `callback:` beside it.
enum AMQPBindingReader {
    static func read(
        _ node: ConfigurationNode, brokers: BrokerReferences, problems: inout ProblemList
    ) -> AMQPBinding? {
        guard let reader = MappingReader(node, AMQPKeys.shape, name: "amqp", problems: &problems) else { return nil }
        let broker = brokers.resolve(AMQPKeys.broker, in: reader, problems: &problems)
        let queue = reader.required(AMQPKeys.queue, problems: &problems)
        var binding = AMQPBinding(broker: broker ?? "", queue: queue ?? "")
        reader.read(AMQPKeys.prefetch, into: &binding.prefetch, problems: &problems)
        reader.read(AMQPKeys.topology, into: &binding.topology, problems: &problems)
        if let declare = reader[AMQPKeys.declare] {
            if reader[AMQPKeys.topology]?.filledText == AMQPBinding.Topology.declare.rawValue {
                readDeclaration(declare, into: &binding.declaration, problems: &problems)
            } else {
                problems.add(
                    "config.conflict", "declare says how the queue is made, and topology does not ask for it",
                    suggestion: "write topology: declare, or remove declare", at: declare.position)
            }
        }
        RetryReader.read(reader[AMQPKeys.retry], into: &binding.retry, problems: &problems)
        reader.read(AMQPKeys.deliveries, into: &binding.deliveries, problems: &problems)
        if let ladder = reader[AMQPKeys.ladder] {
            readLadder(ladder, into: &binding, problems: &problems)
        }
        return broker == nil || queue == nil ? nil : binding
    }

    private static func readDeclaration(
        _ node: ConfigurationNode, into declaration: inout AMQPBinding.Declaration, problems: inout ProblemList
    ) {
        guard let reader = MappingReader(node, DeclareKeys.shape, name: "declare", problems: &problems) else { return }
        reader.read(DeclareKeys.type, into: &declaration.type, problems: &problems)
        declaration.exchange = reader.read(DeclareKeys.exchange, problems: &problems)
        declaration.key = reader.read(DeclareKeys.key, problems: &problems)
        declaration.deadLetterExchange = reader.read(DeclareKeys.deadLetter, problems: &problems)
        declaration.messageLifetime = reader.read(DeclareKeys.lifetime, problems: &problems)
        declaration.deliveryLimit = reader.read(DeclareKeys.deliveryLimit, problems: &problems)
        if let key = reader[DeclareKeys.key], reader[DeclareKeys.exchange] == nil {
            problems.add(
                "config.conflict", "key goes with exchange, and declare has none",
                suggestion: "write exchange: \(DeclareKeys.exchange.entry.example)", at: key.position)
        }
        if let limit = reader[DeclareKeys.deliveryLimit], declaration.type == .classic {
            problems.add(
                "config.conflict", "delivery_limit goes with quorum queues alone",
                suggestion: "remove it, or write type: quorum", at: limit.position)
        }
    }

    private static func readLadder(
        _ node: ConfigurationNode, into binding: inout AMQPBinding, problems: inout ProblemList
    ) {
        let key = AMQPKeys.ladder
        guard let elements = node.list(key.name, example: key.entry.example, problems: &problems) else { return }
        guard elements.count <= 10 else {
            return problems.add(
                "config.out_of_range", "ladder may have 10 waits, and here are \(elements.count)", at: node.position)
        }
        for element in elements {
            guard let wait = element.duration("a wait of ladder", in: AMQPKeys.waits, problems: &problems) else {
                continue
            }
            if binding.ladder.contains(wait) {
                problems.add(
                    "config.conflict", "ladder has \(element.quoted) twice, and each wait is a queue of its own",
                    suggestion: "take another time", at: element.position)
            }
            binding.ladder.append(wait)
        }
        let longest = binding.ladder.indices.compactMap { binding.ladderQueue($0)?.utf8.count }.max() ?? 0
        if longest > AMQPKeys.nameLimit {
            problems.add(
                "config.out_of_range",
                "the ladder's queues would have names of \(longest) bytes, and AMQP takes \(AMQPKeys.nameLimit)",
                suggestion: "shorten the queue's name", at: node.position)
        }
    }

    /// - Parameter broker: the binding's own.
    static func callback(
        _ node: ConfigurationNode, broker: String, brokers: BrokerReferences, problems: inout ProblemList
    ) -> CallbackSettings? {
        guard let reader = MappingReader(node, CallbackKeys.shape, name: "callback", problems: &problems) else {
            return nil
        }
        let named =
            reader[CallbackKeys.broker] == nil
            ? broker : brokers.resolve(CallbackKeys.broker, in: reader, problems: &problems)
        let exchange =
            reader[CallbackKeys.exchange] == nil
            ? "" : reader.read(CallbackKeys.exchange, problems: &problems)
        let key = reader.required(CallbackKeys.key, problems: &problems)
        if exchange == "", key == "" {
            problems.add(
                "config.conflict", "callback names neither an exchange nor a key: no queue could have its message",
                suggestion: "write key: with the queue's name, or exchange:", at: node.position)
        }
        var callback = CallbackSettings(broker: named ?? "", exchange: exchange ?? "", key: key ?? "")
        callback.failure = reader.read(CallbackKeys.failure, problems: &problems)
        RetryReader.read(reader[CallbackKeys.retry], into: &callback.retry, problems: &problems)
        reader.read(CallbackKeys.timeout, into: &callback.timeout, problems: &problems)
        return named == nil || exchange == nil || key == nil ? nil : callback
    }
}
