import Foundation
import Loopback
import Synchronization

/// One request to `POST /store`, on a thread of its own, so that several hosts work at once.
final class RequestThread: Sendable {
    private let ended = DispatchSemaphore(value: 0)
    private let text = Mutex("")

    init(port: Int, ops: String) {
        Thread { [self] in
            let answer = Result { try HTTPClient(port: port).post("/store", json: "{\"ops\": \(ops)}").text }
            text.withLock { $0 = (try? answer.get()) ?? "\(answer)" }
            ended.signal()
        }.start()
    }

    /// The answer, or why there is none. Once.
    func join() -> String {
        ended.wait()
        return text.withLock { $0 }
    }
}
