import CPluginABI
import Synchronization

/// A service of the host said no, or is not there.
public struct ServiceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Of the ABI: PROCTOR_RETRY, PROCTOR_REJECT, PROCTOR_UNSUPPORTED, ...
    public let status: proctor_status
    /// Stable, for programs: `service.refused`, `service.unsupported`, `service.too_early`, `service.gone`.
    public let code: String
    /// "store.get/1".
    public let service: String
    /// What the service said, mostly JSON.
    public let reply: [UInt8]

    public var description: String {
        let said = String(decoding: reply, as: UTF8.self)
        return switch code {
        case "service.unsupported": "This host has no service \(service); declare it under needs."
        case "service.too_early": "The service \(service) was called in init; call services from start() on."
        case "service.gone": "The host ended before \(service) answered."
        default: "The service \(service) refused (\(status)): \(said)"
        }
    }
}

/// Calls that the host has not answered yet.
final class ServiceCalls: Sendable {
    private struct State {
        var lastTag: UInt64 = 0
        var waiting: [UInt64: (service: String, continuation: CheckedContinuation<[UInt8], any Error>)] = [:]
        var closed = false
    }

    private let connection: HostConnection
    private let state = Mutex(State())

    init(_ connection: HostConnection) { self.connection = connection }

    /// - Throws: `ServiceError`; `CancellationError` when the task is cancelled.
    func call(_ service: String, _ request: [UInt8], token: UInt64) async throws -> [UInt8] {
        guard connection.servesCalls else { throw Self.error(PROCTOR_REJECT, "service.too_early", service) }
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

    /// The host has answered.
    func reply(_ tag: UInt64, _ status: proctor_status, _ bytes: UnsafeRawBufferPointer) {
        guard let call = take(tag) else { return }
        if status == PROCTOR_OK {
            call.continuation.resume(returning: Array(bytes))
        } else {
            call.continuation.resume(throwing: Self.refusal(status, call.service, Array(bytes)))
        }
    }

    /// Ends every call that is left: no answer will come.
    func close() {
        let left = state.withLock { state in
            state.closed = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for call in left.values {
            call.continuation.resume(throwing: Self.error(PROCTOR_RETRY, "service.gone", call.service))
        }
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
        guard entered else { return continuation.resume(throwing: Self.error(PROCTOR_RETRY, "service.gone", service)) }
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
        case .none: take(tag)?.continuation.resume(throwing: Self.error(PROCTOR_RETRY, "service.gone", service))
        case .some(let status) where status == PROCTOR_OK: break
        case .some(let status):
            take(tag)?.continuation.resume(throwing: Self.refusal(status ?? PROCTOR_UNSUPPORTED, service, []))
        }
    }

    private func take(_ tag: UInt64) -> (service: String, continuation: CheckedContinuation<[UInt8], any Error>)? {
        state.withLock { $0.waiting.removeValue(forKey: tag) }
    }

    private static func error(_ status: proctor_status, _ code: String, _ service: String) -> ServiceError {
        ServiceError(status: status, code: code, service: service, reply: [])
    }

    private static func refusal(_ status: proctor_status, _ service: String, _ reply: [UInt8]) -> ServiceError {
        let code = status == PROCTOR_UNSUPPORTED ? "service.unsupported" : "service.refused"
        return ServiceError(status: status, code: code, service: service, reply: reply)
    }
}
