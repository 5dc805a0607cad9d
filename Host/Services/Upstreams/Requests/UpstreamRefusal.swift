import HostServiceRequests
import HostTransfers

/// What the services refuse, and why.
extension ServiceRefusal {
    static let cancelled = ServiceRefusal(
        status: .cancelled, code: "upstream.cancelled", message: "the exchange was closed")
    static let stopped = ServiceRefusal(status: .cancelled, code: "upstream.cancelled", message: "the host ends")

    static func unknown(_ upstream: String) -> ServiceRefusal {
        .reject("upstream.unknown", "there is no upstream \(upstream): the operator names them under upstreams")
    }

    static func notAllowed(_ upstream: String) -> ServiceRefusal {
        .reject(
            "upstream.not_allowed",
            "this processor may not use the upstream \(upstream): the operator can name it under the processor's upstreams"
        )
    }

    static func badExchange(_ message: String) -> ServiceRefusal { .reject("upstream.bad_request", message) }

    static let otherTenant = ServiceRefusal.reject(
        "upstream.tenant_mismatch", "the request names another tenant than its job's")

    static func busy(_ upstream: String, _ message: String) -> ServiceRefusal {
        .retry("upstream.busy", "upstream \(upstream): \(message)")
    }

    static func circuitOpen(_ upstream: String) -> ServiceRefusal {
        .retry(
            "upstream.circuit_open", "upstream \(upstream): it failed several times in a row and is left alone for now")
    }

    static func silent(_ upstream: String) -> ServiceRefusal {
        .retry("upstream.read_timeout", "upstream \(upstream): no more of its answer came in the time that was given")
    }

    static func failed(_ upstream: String, _ failure: TransferFailure) -> ServiceRefusal {
        let message = "upstream \(upstream): \(failure.message)"
        switch failure.reason {
        case .unreachable: return .retry("upstream.unreachable", message)
        case .untrusted: return .retry("upstream.untrusted", message)
        case .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout: return .retry("upstream.timeout", message)
        case .broken: return .retry("upstream.broken", message)
        case .tooLarge: return .reject("upstream.too_large", message)
        case .invalid: return .badExchange(message)
        case .cancelled: return .stopped
        }
    }
}
