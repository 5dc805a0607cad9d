import HostConfiguration

/// What a binding declares at its broker, when it may.
struct QueueTopology: Equatable {
    /// The queue itself first, then those of the ladder.
    var queues: [QueueDeclaration] = []
    var exchange: String?
    var key = ""

    init(_ binding: AMQPBinding) {
        switch binding.topology {
        case .none: break
        case .passive: queues = [QueueDeclaration(name: binding.queue, isPassive: true)]
        case .declare: declare(binding)
        }
    }

    private mutating func declare(_ binding: AMQPBinding) {
        let declaration = binding.declaration
        var queue = QueueDeclaration(name: binding.queue)
        queue.arguments = [("x-queue-type", .text(declaration.type.rawValue))]
        if let exchange = declaration.deadLetterExchange {
            queue.arguments.append(("x-dead-letter-exchange", .text(exchange)))
        }
        if let lifetime = declaration.messageLifetime {
            queue.arguments.append(("x-message-ttl", .number(lifetime.brokerMilliseconds)))
        }
        if declaration.type == .quorum, let limit = declaration.deliveryLimit {
            queue.arguments.append(("x-delivery-limit", .number(Int64(limit))))
        }
        queues = [queue]
        for (step, wait) in binding.ladder.enumerated() {
            guard let name = binding.ladderQueue(step) else { continue }
            var rung = QueueDeclaration(name: name)
            // Back to the queue through the default exchange, which knows each queue by its name.
            rung.arguments = [
                ("x-queue-type", .text(declaration.type.rawValue)), ("x-message-ttl", .number(wait.brokerMilliseconds)),
                ("x-dead-letter-exchange", .text("")), ("x-dead-letter-routing-key", .text(binding.queue)),
            ]
            if declaration.type == .quorum {
                // Else the way back is at most once. It needs the overflow, also where nothing is bounded.
                rung.arguments += [
                    ("x-dead-letter-strategy", .text("at-least-once")), ("x-overflow", .text("reject-publish")),
                ]
            }
            queues.append(rung)
        }
        exchange = declaration.exchange
        key = declaration.key ?? binding.queue
    }
}

extension Duration {
    /// Whole milliseconds, clamped to what a broker takes (32 bits).
    var brokerMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        guard seconds >= 0, !overflow else { return seconds < 0 ? 0 : Int64(UInt32.max) }
        return min(product &+ attoseconds / 1_000_000_000_000_000, Int64(UInt32.max))
    }
}
