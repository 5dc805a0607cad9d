import Foundation
import Loopback
import Synchronization

/// Requests to `POST /curve`, one after the other on a kept connection, for as long as a test does other things.
final class Requests: Sendable {
    private struct State {
        var isEnding = false
        var answered = 0
        var failures: [String] = []
    }

    private let port: Int
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    init(port: Int) { self.port = port }

    func start() {
        Thread { [self] in
            run()
            ended.signal()
        }.start()
    }

    /// Waits for the last answer. How many were right, and what else there was.
    func stop() -> (answered: Int, failures: [String]) {
        state.withLock { $0.isEnding = true }
        ended.wait()
        return state.withLock { ($0.answered, $0.failures) }
    }

    private func run() {
        do {
            let client = try HTTPClient(port: port)
            while !state.withLock({ $0.isEnding }) {
                let answer = try client.post("/curve", json: #"{"raw": 61}"#)
                state.withLock { state in
                    if answer.status == 200, answer.text == #"{"value":71}"# {
                        state.answered += 1
                    } else {
                        state.failures.append("\(answer.status) \(answer.text)")
                    }
                }
            }
        } catch {
            state.withLock { $0.failures.append("\(error)") }
        }
    }
}
