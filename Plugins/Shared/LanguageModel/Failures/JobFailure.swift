import ModelAPI
import PluginSDK

extension ModelFailure {
    /// Whether the same job may succeed later. Its queue bounds how often.
    public var mayPassLater: Bool {
        switch reason {
        case .rateLimited, .overloaded, .serverError, .malformed, .unreachable, .connectTimeout, .firstTokenTimeout,
            .idleTimeout, .deadline, .cut, .circuitOpen, .tenantLimited, .upstreamBusy, .cancelled:
            true
        case .unauthorized, .notFound, .quotaExhausted, .badRequest, .contextTooLong, .contentFiltered, .refused,
            .lengthStop, .empty, .invalidOutput, .misconfigured:
            false
        }
    }

    /// This failure in the queue's words: `Retry`, after what the provider or a limit says, `Reject`, or
    /// `CancellationError`.
    ///
    /// - Parameter httpStatus: what an HTTP source answers.
    public func jobFailure(httpStatus: Int = 502) -> any Error {
        if reason == .cancelled { return CancellationError() }
        if mayPassLater { return Retry(message, code: code, after: retryAfter, httpStatus: httpStatus) }
        return Reject(message, code: code, httpStatus: httpStatus)
    }
}
