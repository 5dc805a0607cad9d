import HostConfiguration
import HostObservability
import HostThreads
import Testing

@testable import HostRabbitMQ

@Suite("The publisher's side of its connection")
struct PublisherSessionTests {
    private let inbox = PublishInbox(limit: 100_000)
    private let registry = MetricRegistry()
    private let broker = FakeBroker()
    private let outcomes = Guarded<[PublishOutcome]>([])

    private func session() throws -> PublisherSession {
        let session = PublisherSession(inbox, registry)
        try session.opened(broker)
        return session
    }

    private func add(
        _ count: Int = 1, size: Int = 2, timeout: Duration = .seconds(10), service: String? = nil
    ) {
        for _ in 0..<count {
            var request = PublishRequest(
                exchange: "", routingKey: "k", properties: MessageProperties(),
                body: [UInt8](repeating: 0, count: size),
                retry: RetryPolicy(attempts: 1, first: .seconds(1), most: .seconds(1)), timeout: timeout)
            request.service = service
            let refusal = inbox.add(
                PublishInbox.Entry(request: request) { [outcomes] outcome in outcomes.withLock { $0.append(outcome) } })
            #expect(refusal == nil)
        }
    }

    private var sent: Int { broker.heard("publish").count }

    @Test("the socket's room is asked for every few small messages, and after each large one")
    func room() throws {
        let session = try session()
        broker.room = 1
        add(20)
        try session.turn(broker)
        #expect(sent == 16)
        broker.room = 21
        add(20, size: 64 << 10)
        try session.turn(broker)
        #expect(sent == 21)
    }

    @Test("a channel that holds too many given up is closed, and what was under way goes over the next one")
    func newChannel() throws {
        let session = try session()
        add(PublishWindow.most, timeout: .zero)
        try session.turn(broker)
        #expect(sent == PublishWindow.most)
        broker.forget()
        try session.turn(broker)
        #expect(outcomes.withLock { $0.count } == PublishWindow.most)
        add()
        try session.turn(broker)
        #expect(broker.heard == ["close 1", "open 1 prefetch none", "publish k"])
        try session.received(.confirm(channel: 1, tag: 1, upTo: false, isAck: true), broker)
        try session.turn(broker)
        #expect(outcomes.withLock { $0.last } == .confirmed)
    }

    @Test("callbacks are counted by service and routing key, other messages are not")
    func metrics() throws {
        let session = try session()
        add(2, service: "grading")
        add(3)
        try session.turn(broker)
        try session.received(.confirm(channel: 1, tag: 5, upTo: true, isAck: true), broker)
        try session.turn(broker)
        #expect(outcomes.withLock { $0.count } == 5)
        let labels = ["service": "grading", "routing_key": "k", "status": "confirmed"]
        #expect(registry.value(MetricSeries("lumie_worker_callbacks_total", labels)) == 2)
    }
}
