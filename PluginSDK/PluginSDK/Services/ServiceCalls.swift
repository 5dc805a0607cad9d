import CPluginABI
import Synchronization

/// Who answers a plugin's calls of services.
protocol ServiceAnswering: Sendable {
    /// - Throws: `ServiceError`; `CancellationError` when the task is cancelled.
    func call(_ service: String, _ request: [UInt8], token: UInt64) async throws -> [UInt8]
    /// Calls and drops what is answered. From any thread; never blocks.
    func tell(_ service: String, _ request: [UInt8], token: UInt64)
}

/// Calls that the host has not answered yet.
final class ServiceCalls: ServiceAnswering {
    private struct State {
        var lastTag: UInt64 = 0
        var waiting: [UInt64: (service: String, continuation: CheckedContinuation<[UInt8], any Error>)] = [:]
        var closed = false
    }

    private let connection: HostConnection
    private let state = Mutex(State())

    init(_ connection: HostConnection) { self.connection = connection }

    func call(_ service: String, _ request: [UInt8], token: UInt64) async throws -> [UInt8] {
        guard connection.servesCalls else { throw ServiceError.tooEarly(service) }
        let tag = state.withLock { state in
            state.lastTag &+= 1
            return state.lastTag
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                begin(tag, service, request, token: token, continuation)
            }
        } onCancel: {
            take(tag)?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Under a tag that nobody waits for: its reply finds no call.
    func tell(_ service: String, _ request: [UInt8], token: UInt64) {
        let tag = state.withLock { state in
            state.lastTag &+= 1
            return state.lastTag
        }
        _ = connection.use { host in
            service.withABIBytes { name in
                request.withUnsafeBytes { host.call?(host.self_, token, tag, name, proctor_bytes($0)) }
            }
        }
    }

    /// The host has answered.
    func reply(_ tag: UInt64, _ status: proctor_status, _ bytes: UnsafeRawBufferPointer) {
        guard let call = take(tag) else { return }
        if status == PROCTOR_OK {
            call.continuation.resume(returning: Array(bytes))
        } else {
            let error = ServiceError(status: status, service: call.service, reply: Array(bytes))
            call.continuation.resume(throwing: error)
        }
    }

    /// Ends every call that is left: no answer will come.
    func close() {
        let left = state.withLock { state in
            state.closed = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for call in left.values { call.continuation.resume(throwing: ServiceError.gone(call.service)) }
    }

    private func begin(
        _ tag: UInt64, _ service: String, _ request: [UInt8], token: UInt64,
        _ continuation: CheckedContinuation<[UInt8], any Error>
    ) {
        // Entered first: the answer may come before `call` returns.
        let entered = state.withLock { state in
            guard !state.closed else { return false }
            state.waiting[tag] = (service, continuation)
            return true
        }
        guard entered else { return continuation.resume(throwing: ServiceError.gone(service)) }
        // A cancellation that came before found nothing to end.
        if Task.isCancelled {
            take(tag)?.continuation.resume(throwing: CancellationError())
            return
        }
        let status = connection.use { host in
            service.withABIBytes { name in
                request.withUnsafeBytes { host.call?(host.self_, token, tag, name, proctor_bytes($0)) }
            }
        }
        switch status {
        case .none: take(tag)?.continuation.resume(throwing: ServiceError.gone(service))
        case .some(let status) where status == PROCTOR_OK: break
        case .some(let status):
            let error = ServiceError(status: status ?? PROCTOR_UNSUPPORTED, service: service, reply: [])
            take(tag)?.continuation.resume(throwing: error)
        }
    }

    private func take(_ tag: UInt64) -> (service: String, continuation: CheckedContinuation<[UInt8], any Error>)? {
        state.withLock { $0.waiting.removeValue(forKey: tag) }
    }
}
