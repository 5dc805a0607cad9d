import HostThreads
import Logging
import Testing

@testable import HostRabbitMQ

@Suite struct TraceTests {
    /// Keeps what is logged.
    private struct Recorder: LogHandler {
        let lines: Guarded<[String]>
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            guard event.message == "span" else { return }
            let names = ["span", "job", "operation", "trace", "failed"]
            lines.withLock { $0.append(names.map { all[$0].map { "\($0)" } ?? "-" }.joined(separator: " ")) }
        }
    }

    @Test("a job leaves a span for its processing and one for its callback, with the message's trace") func spans()
        throws
    {
        let lines = Guarded<[String]>([])
        let bench = SessionBench(log: Logger(label: "test") { _ in Recorder(lines: lines) }) { _ in .ok }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: FakePublisher())
        try bench.deliver(id: "j", headers: [("traceparent", .text("00-abc-def-01"))])
        try bench.deliver(id: "k")
        try bench.turn(until: { bench.broker.heard("ack").last?.contains("2 on 1") == true })
        #expect(
            lines.withLock { $0.sorted() } == [
                "callback publish j a.b abc false", "callback publish k a.b - false", "work process j a.b abc false",
                "work process k a.b - false",
            ])
    }
}
