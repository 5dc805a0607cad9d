import HostConfiguration
import HostGenerations
import HostImages

/// What a deployment consumes from its message brokers and publishes to them, for whoever is at the other end: made from
/// the bindings and the plugins' own schemas, so that it cannot differ from what runs.
struct MessageContract {
    let catalog: [CatalogEntry]
    let brokers: [BrokerSettings]

    var yaml: String {
        let document = YAMLText.mapping([
            ("version", .scalar("1")), ("proctor", .text(Proctor.version)),
            ("brokers", .mapping(brokers.map { ($0.name, .text($0.kind.rawValue)) })),
            ("consumes", .sequence(catalog.flatMap { entry in entry.bindings.compactMap { consumed($0, entry) } })),
        ])
        return document.lines().joined(separator: "\n") + "\n"
    }

    private func consumed(_ binding: Binding, _ entry: CatalogEntry) -> YAMLText? {
        guard case .amqp(let queue) = binding.source, let name = binding.operation,
            let operation = entry.operation(name)
        else { return nil }
        var members: [(String, YAMLText)] = [
            ("queue", .text(queue.queue)), ("broker", .text(queue.broker)), ("processor", .text(entry.name)),
            ("operation", .text(name)),
        ]
        if let summary = operation.summary { members.append(("summary", .text(summary))) }
        members += [
            ("prefetch", .scalar("\(queue.prefetch)")),
            ("properties", Self.commandProperties),
            ("message", Self.message(operation.input?.mediaType, operation.input?.schema)),
            ("settlement", settlement(queue, binding.callback)),
        ]
        if let callback = binding.callback { members.append(("callback", published(callback, operation, entry))) }
        return .mapping(members)
    }

    private func published(
        _ callback: CallbackSettings, _ operation: PluginManifest.Operation, _ entry: CatalogEntry
    ) -> YAMLText {
        var members: [(String, YAMLText)] = [
            ("broker", .text(callback.broker)), ("exchange", .text(callback.exchange)),
            ("routing_key", .text(callback.key)), ("properties", Self.callbackProperties),
            ("message", Self.message(operation.output?.mediaType, operation.output?.schema)),
        ]
        if let name = callback.failure, let failure = entry.operation(name) {
            members.append(
                (
                    "after_final_failure",
                    .mapping([
                        ("operation", .text(name)),
                        ("message", Self.message(failure.output?.mediaType, failure.output?.schema)),
                    ])
                ))
        }
        return .mapping(members)
    }

    private static func message(_ mediaType: String?, _ schema: JSONValue?) -> YAMLText {
        var members = [("content_type", YAMLText.text(mediaType ?? "application/json"))]
        if let schema { members.append(("schema", YAMLText(schema))) }
        return .mapping(members)
    }

    private static let commandProperties = YAMLText.mapping([
        ("message_id", .text("the job's id, stable when it is sent again; a digest of the body when absent")),
        ("headers.traceparent", .text("kept")), ("headers.x-tenant-slug", .text("the tenant, where the body has none")),
    ])

    private static let callbackProperties = YAMLText.mapping([
        ("delivery_mode", .scalar("2")), ("mandatory", .scalar("true")),
        ("message_id", .text("what the operation says, the same at every repeat; else the command's")),
        ("correlation_id", .text("the command's")), ("headers.traceparent", .text("the command's")),
    ])

    private func settlement(_ queue: AMQPBinding, _ callback: CallbackSettings?) -> YAMLText {
        let told = callback == nil ? "ack" : "callback published and confirmed, then ack"
        let final =
            callback?.failure == nil ? "reject without requeue" : "failure callback published and confirmed, then ack"
        let later =
            queue.ladder.isEmpty
            ? "nack with requeue" : "moved to \(queue.ladderQueue(0) ?? queue.queue) and on, then ack"
        return .mapping([
            ("done", .text(told)), ("malformed", .text("reject without requeue")),
            ("transient", .text("tried \(queue.retry.attempts) times here, then \(later)")),
            ("transient_after_\(queue.deliveries)_redeliveries", .text(final)),
            ("callback_not_confirmed", .text("nack with requeue")),
        ])
    }
}
