import HostConfiguration
import HostDispatch
import HostObservability
import HostThreads
import Testing

@testable import HostRabbitMQ

@Suite("The link to a broker")
struct BrokerLinkTests {
    /// A link to a broker that is not there, which gets threads only when the test says so.
    private func link(_ hasThreads: Guarded<Bool>) -> BrokerLink {
        let settings = BrokerSettings(
            name: "rabbit", kind: .amqp, host: "127.0.0.1", port: 1, virtualHost: "/",
            position: SourcePosition(file: "test"))
        let around = ConsumingSession.Surroundings(
            router: JobRouter(), history: JobHistory(counter: nil), seat: SuspectSeat(), registry: MetricRegistry(),
            log: FakeProcessor.silent)
        return BrokerLink(settings: settings, around: around) { name, body in
            hasThreads.withLock { $0 } ? HostThread.start(name: name, body) : nil
        }
    }

    private func terms() -> JobTerms {
        JobTerms(
            BoundQueue(binding: SessionBench.binding(), callback: nil, processor: "fake"), callbacks: nil, copies: nil)
    }

    @Test("a consumer that the system had no thread for is a hindrance, and the next routing starts it")
    func consuming() {
        let hasThreads = Guarded(false)
        let link = link(hasThreads)
        link.consume([terms()])
        #expect(link.hindrances.first?.contains("no thread") == true)
        link.stopConsuming(within: .seconds(600))
        hasThreads.withLock { $0 = true }
        link.consume([terms()])
        #expect(eventually { link.hindrances.first?.contains("cannot be reached") == true })
        link.end()
        link.stopConsuming(within: .seconds(5))
    }

    @Test("a publisher that the system had no thread for is exchanged when it is wanted again")
    func publishing() {
        let hasThreads = Guarded(false)
        let link = link(hasThreads)
        let first = link.publisher
        #expect(!first.hasStarted && link.hindrances.first?.contains("callbacks cannot be published") == true)
        hasThreads.withLock { $0 = true }
        let second = link.publisher
        #expect(second !== first && second.hasStarted && link.publisher === second)
        link.stopPublishing(within: .milliseconds(10))
    }
}
