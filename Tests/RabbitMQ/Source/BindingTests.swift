import HostConfiguration
import Testing

@testable import HostRabbitMQ

@Suite struct BindingTests {
    private var binding: AMQPBinding {
        var binding = AMQPBinding(broker: "rabbit", queue: "work")
        binding.topology = .declare
        binding.ladder = [.seconds(10), .seconds(60)]
        return binding
    }

    @Test("a declared queue has its arguments, its binding, and a queue for each step of the ladder") func declared() {
        var binding = binding
        binding.declaration.exchange = "lumie.commands"
        binding.declaration.key = "work.request"
        binding.declaration.deadLetterExchange = "lumie.dlx"
        binding.declaration.messageLifetime = .seconds(600)
        binding.declaration.deliveryLimit = 20
        let topology = QueueTopology(binding)
        #expect(topology.queues.map(\.name) == ["work", "work.retry.10000ms", "work.retry.60000ms"])
        #expect(topology.queues.allSatisfy { !$0.isPassive })
        #expect(
            topology.queues[0].arguments.map { "\($0.0)=\($0.1)" } == [
                "x-queue-type=text(\"quorum\")", "x-dead-letter-exchange=text(\"lumie.dlx\")",
                "x-message-ttl=number(600000)", "x-delivery-limit=number(20)",
            ])
        #expect(
            topology.queues[2].arguments.map { "\($0.0)=\($0.1)" } == [
                "x-queue-type=text(\"quorum\")", "x-message-ttl=number(60000)", "x-dead-letter-exchange=text(\"\")",
                "x-dead-letter-routing-key=text(\"work\")", "x-dead-letter-strategy=text(\"at-least-once\")",
                "x-overflow=text(\"reject-publish\")",
            ])
        #expect(topology.exchange == "lumie.commands" && topology.key == "work.request")
    }

    @Test("a classic queue has no delivery limit, and the queue's name is the key by default") func classic() {
        var binding = binding
        binding.declaration.type = .classic
        binding.declaration.deliveryLimit = 20
        binding.declaration.exchange = "e"
        let topology = QueueTopology(binding)
        #expect(topology.queues[0].arguments.map(\.0) == ["x-queue-type"])
        #expect(topology.key == "work")
    }

    @Test("passively, only the queue is asked for; or nothing at all") func passive() {
        var binding = binding
        binding.topology = .passive
        #expect(QueueTopology(binding).queues == [QueueDeclaration(name: "work", isPassive: true)])
        binding.topology = .none
        #expect(QueueTopology(binding).queues.isEmpty)
    }

    @Test("durations beyond what a broker takes are clamped") func clamped() {
        #expect(Duration.seconds(Int64.max).brokerMilliseconds == Int64(UInt32.max))
        #expect(Duration.seconds(-5).brokerMilliseconds == 0)
        #expect(Duration.milliseconds(1500).brokerMilliseconds == 1500)
    }

    @Test("a consumer stays when only what becomes of its jobs has changed") func consumesLike() {
        let old = BoundQueue(binding: binding, processor: "p")
        var other = binding
        other.retry.attempts = 9
        other.deliveries = 9
        let callback = CallbackSettings(broker: "rabbit", exchange: "e", key: "k")
        #expect(old.consumesLike(BoundQueue(binding: other, callback: callback, processor: "q")))
        for change: (inout AMQPBinding) -> Void in [
            { $0.prefetch = 9 }, { $0.queue = "x" }, { $0.broker = "x" }, { $0.topology = .passive },
            { $0.declaration.type = .classic }, { $0.ladder = [] },
        ] {
            var changed = binding
            change(&changed)
            #expect(!old.consumesLike(BoundQueue(binding: changed, processor: "p")))
        }
    }

    @Test("where nothing is declared, ladder and declaration do not touch the consumer") func passiveConsumer() {
        var first = binding
        first.topology = .passive
        var second = first
        second.ladder = []
        second.declaration.type = .classic
        #expect(
            BoundQueue(binding: first, processor: "p").consumesLike(BoundQueue(binding: second, processor: "p")))
    }

    @Test("a broker that only stands elsewhere in the file is the same") func sameBroker() {
        func settings(line: Int, port: Int = 5672) -> BrokerSettings {
            var settings = BrokerSettings(
                name: "rabbit", kind: .amqp, host: "h", port: port, virtualHost: "/",
                position: SourcePosition(file: "f", line: line, column: 1))
            settings.username = "u"
            return settings
        }
        #expect(settings(line: 1).connectsLike(settings(line: 9)))
        #expect(!settings(line: 1).connectsLike(settings(line: 1, port: 5673)))
        var other = settings(line: 1)
        other.username = "v"
        #expect(!settings(line: 1).connectsLike(other))
    }
}
