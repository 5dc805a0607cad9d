public import CPluginABI

/// What became of a job, in the words that every source can act upon.
public enum JobStatus: String, Sendable, CaseIterable {
    /// Done; the payload is the answer.
    case ok
    /// Failed for now: deliver it again later.
    case retry
    /// Failed for good: never again.
    case reject
    /// No longer wanted.
    case cancelled
    /// Not taken for want of room.
    case busy
    /// The processor does not know the operation.
    case unsupported
    /// The processor's instance is broken and has to be replaced.
    case fatal

    /// The ABI's number as this host reads it: unknown negative values mean fatal, unknown positive ones retry.
    public init(_ status: proctor_status) {
        switch status {
        case PROCTOR_OK: self = .ok
        case PROCTOR_RETRY: self = .retry
        case PROCTOR_REJECT: self = .reject
        case PROCTOR_CANCELLED: self = .cancelled
        case PROCTOR_BUSY: self = .busy
        case PROCTOR_UNSUPPORTED: self = .unsupported
        default: self = status < 0 ? .fatal : .retry
        }
    }

    /// The number that the ABI has for this status.
    public var abiValue: proctor_status {
        switch self {
        case .ok: PROCTOR_OK
        case .retry: PROCTOR_RETRY
        case .reject: PROCTOR_REJECT
        case .cancelled: PROCTOR_CANCELLED
        case .busy: PROCTOR_BUSY
        case .unsupported: PROCTOR_UNSUPPORTED
        case .fatal: PROCTOR_FATAL
        }
    }
}
