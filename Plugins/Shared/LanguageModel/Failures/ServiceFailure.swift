import ModelAPI
import PluginSDK

extension ModelFailure {
    /// What the host said in place of an answer.
    ///
    /// - Parameters:
    ///   - isLate: the time that the call had in all is over.
    ///   - timeout: what it means that an answer did not come in time.
    init(_ error: ServiceError, isLate: Bool, timeout: Reason) {
        switch error.code {
        case "upstream.timeout", "upstream.read_timeout":
            self = isLate ? .late : ModelFailure(timeout, error.message)
        case "upstream.connect_timeout": self = isLate ? .late : ModelFailure(.connectTimeout, error.message)
        case "upstream.unreachable", "upstream.broken", "service.gone": self.init(.unreachable, error.message)
        case "upstream.busy": self.init(.upstreamBusy, error.message)
        case "upstream.circuit_open": self.init(.circuitOpen, error.message)
        case "upstream.cancelled": self.init(.cancelled, error.message)
        case "upstream.bad_request": self.init(.badRequest, error.message)
        case "upstream.untrusted", "upstream.unknown", "upstream.not_allowed", "upstream.tenant_mismatch",
            "upstream.too_large", "service.unsupported", "service.too_early":
            self.init(.misconfigured, error.message)
        default:
            self.init(error.status == PROCTOR_RETRY ? .unreachable : .misconfigured, error.message)
        }
    }

    /// Anything that a call of the host throws.
    init(_ error: any Error, isLate: Bool, timeout: Reason) {
        switch error {
        case let failure as ModelFailure: self = failure
        case let error as ServiceError: self.init(error, isLate: isLate, timeout: timeout)
        case is CancellationError: self = .wasCancelled
        default: self.init(.malformed, "The host answered what cannot be read.")
        }
    }

    static let late = ModelFailure(.deadline, "The model did not answer in the time that the call had in all.")
    static let wasCancelled = ModelFailure(.cancelled, "Nobody wants the answer any more.")
}
