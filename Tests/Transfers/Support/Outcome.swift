import HostThreads
import HostTransfers
import Synchronization
import Testing

/// Waits for what a callback brings. For tests' own threads and short waits.
final class Outcome<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let gate = Gate()

    func set(_ new: Value) {
        value.withLock { $0 = new }
        gate.open()
    }

    func wait(_ timeout: Duration = .seconds(20)) throws -> Value {
        try #require(gate.wait(timeout), "nothing came within \(timeout)")
        return try #require(value.withLock { $0 })
    }
}

extension TransferLoop {
    /// Sends a request and waits for its answer.
    func result(of request: TransferRequest) throws -> Result<TransferResponse, TransferFailure> {
        let outcome = Outcome<Result<TransferResponse, TransferFailure>>()
        start(request) { outcome.set($0) }
        return try outcome.wait()
    }

    func response(to request: TransferRequest) throws -> TransferResponse { try result(of: request).get() }

    func failure(of request: TransferRequest) throws -> TransferFailure {
        switch try result(of: request) {
        case .success(let response): throw ResponseInstead(status: response.head.status)
        case .failure(let failure): failure
        }
    }
}

struct ResponseInstead: Error { let status: Int }

extension TransferResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
