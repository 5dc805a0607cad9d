import ModelAPI

extension ModelFailure.Reason {
    /// Whether the same request may succeed at the same model a moment later.
    var isWorthAnotherAttempt: Bool {
        switch self {
        case .rateLimited, .overloaded, .serverError, .unreachable, .connectTimeout, .firstTokenTimeout, .idleTimeout,
            .upstreamBusy, .empty, .malformed:
            true
        case .unauthorized, .notFound, .quotaExhausted, .badRequest, .contextTooLong, .contentFiltered, .refused,
            .lengthStop, .invalidOutput, .deadline, .cut, .circuitOpen, .tenantLimited, .misconfigured, .cancelled:
            false
        }
    }

    /// What it tells of the model's server.
    var health: ServerHealth? {
        switch self {
        case .overloaded, .serverError, .unreachable, .connectTimeout, .firstTokenTimeout, .idleTimeout, .malformed,
            .cut:
            .failing
        case .unauthorized, .notFound, .rateLimited, .quotaExhausted, .badRequest, .contextTooLong, .contentFiltered,
            .refused, .lengthStop, .empty, .invalidOutput:
            .answering
        case .deadline, .circuitOpen, .tenantLimited, .upstreamBusy, .misconfigured, .cancelled: nil
        }
    }

    /// The condition that lets a fallback be asked after this; nil: none does. `any` goes with each but nil.
    var fallbackCondition: FallbackCondition? {
        switch self {
        case .overloaded, .serverError, .unreachable, .connectTimeout, .firstTokenTimeout, .idleTimeout, .circuitOpen,
            .upstreamBusy, .malformed:
            .unavailable
        case .rateLimited, .quotaExhausted: .rateLimited
        case .contextTooLong: .contextLength
        case .contentFiltered, .refused, .lengthStop, .empty: .content
        case .unauthorized, .notFound, .misconfigured: .any
        case .badRequest, .invalidOutput, .deadline, .cut, .tenantLimited, .cancelled: nil
        }
    }
}

/// Whether a server is there.
enum ServerHealth: Sendable {
    /// It answered, if only to say no.
    case answering
    case failing
}
