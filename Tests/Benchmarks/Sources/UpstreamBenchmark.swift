import HostConfiguration
import HostDispatch
import HostObservability
import HostThreads
import HostTransfers
import HostUpstreams

/// Requests to an outside server, so many at once, the next begun when one is answered; on the host's own client.
struct UpstreamBenchmark {
    enum Way: String {
        /// As a plugin's request comes to the host: `http.send/1`, its frame read and its answer's made.
        case service
        /// The transfers alone, below the service.
        case loop
    }

    let way: Way
    /// `http://127.0.0.1:8080`
    let origin: String
    let total: Int
    let width: Int

    /// Writes one line: requests a second, and CPU microseconds a request of the whole process.
    func run() throws {
        let loop = TransferLoop(name: "transfers")
        defer { loop.stop() }
        let series = RequestSeries(total: total, width: width, send: sender(over: loop))
        let (cpu, began) = (ProcessTime.now(), MonotonicClock.now())
        series.run()
        let (spent, elapsed) = (ProcessTime.now() - cpu, Double(MonotonicClock.now() &- began) / 1e9)
        if let problem = series.problem { throw BenchmarkFailure(problem) }
        let rate = Int(Double(total) / elapsed)
        StandardStream.output.write("\(rate) \((spent / Double(total) * 1e7).rounded() / 10)")
    }

    private func sender(over loop: TransferLoop) -> RequestSeries.Sender {
        switch way {
        case .loop:
            return { [origin] _, done in
                loop.start(TransferRequest(method: "GET", url: origin + "/")) { result in
                    switch result {
                    case .success(let response): done(response.head.status == 200 ? nil : "\(response.head.status)")
                    case .failure(let failure): done(failure.message)
                    }
                }
            }
        case .service:
            var peer = UpstreamSettings(
                name: "peer", url: origin, position: SourcePosition(file: "benchmark", line: 0, column: 0))
            peer.concurrency = width
            let service = UpstreamService(loop: loop, registry: MetricRegistry())
            service.configure([peer], grants: ["benchmark": ["peer"]])
            let caller = ServiceCaller(processor: "benchmark", generation: 1, plugin: "org.example.benchmark")
            return { number, done in
                let frame = #"{"exchange":\#(number),"upstream":"peer","method":"GET","path":"/"}"# + "\n"
                _ = service.begin(service: "http.send/1", request: Array(frame.utf8), caller: caller) { answer in
                    let isAnswer = answer.status == .ok && answer.payload.starts(with: #"{"status":200,"#.utf8)
                    done(isAnswer ? nil : String(decoding: answer.payload.prefix(200), as: UTF8.self))
                }
            }
        }
    }
}

/// A closed loop without threads of its own: each answer begins the next request, on the thread that brings it.
final class RequestSeries: Sendable {
    /// Sends one request; `done` hears what is wrong with its answer, if anything.
    typealias Sender = @Sendable (_ number: Int, _ done: @escaping @Sendable (String?) -> Void) -> Void

    private struct State {
        var begun = 0
        var ended = 0
        var problem: String?
    }

    private let total: Int
    private let width: Int
    private let send: Sender
    private let state = Guarded(State())
    private let allEnded = Gate()

    init(total: Int, width: Int, send: @escaping Sender) {
        (self.total, self.width, self.send) = (total, width, send)
    }

    /// What the first answer that is none came to.
    var problem: String? { state.withLock { $0.problem } }

    /// Returns when all are answered, or one is not rightly.
    func run() {
        for _ in 0..<width { next() }
        allEnded.wait()
    }

    private func next() {
        let number = state.withLock { state -> Int? in
            guard state.begun < total, state.problem == nil else { return nil }
            state.begun += 1
            return state.begun
        }
        guard let number else { return }
        send(number) { [self] problem in
            let isOver = state.withLock { state in
                state.ended += 1
                if let problem { state.problem = state.problem ?? problem }
                return state.ended == total || state.problem != nil
            }
            isOver ? allEnded.open() : next()
        }
    }
}
