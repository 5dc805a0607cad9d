import HTTPTypes
import HostDispatch

/// What each job status is in HTTP. A plugin's own `http_status` (400...599) goes before it.
enum StatusTable {
    static func status(_ status: JobStatus, error: JobError?) -> HTTPResponse.Status {
        if status != .ok, let own = error?.httpStatus { return .init(code: own) }
        return switch status {
        case .ok: .ok
        case .retry: .serviceUnavailable
        case .reject: .unprocessableContent
        case .cancelled: .serviceUnavailable
        case .busy: .serviceUnavailable
        case .unsupported: .notImplemented
        case .fatal: .internalServerError
        }
    }

    /// Seconds for `Retry-After`, where a later try may do better; whole seconds, rounded up.
    static func retryAfter(_ status: JobStatus, error: JobError?) -> Int? {
        guard status == .retry || status == .busy else { return nil }
        guard let wait = error?.retryAfter else { return 1 }
        let (seconds, rest) = wait.components
        return max(1, Int(clamping: seconds) + (rest > 0 ? 1 : 0))
    }
}
