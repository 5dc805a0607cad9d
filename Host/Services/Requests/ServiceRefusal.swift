package import HostDispatch
import HostObservability

/// Why a service does not do what a plugin asks.
package struct ServiceRefusal: Error, Equatable {
    package let status: JobStatus
    /// Stable, for programs: `store.key_invalid`.
    package let code: String
    /// A sentence for a person. Never the request's own content.
    package let message: String

    /// What the plugin did wrong: asking again is of no use.
    package static func reject(_ code: String, _ message: String) -> ServiceRefusal {
        ServiceRefusal(status: .reject, code: code, message: message)
    }

    /// The host cannot now.
    package static func retry(_ code: String, _ message: String) -> ServiceRefusal {
        ServiceRefusal(status: .retry, code: code, message: message)
    }

    package static func badRequest(_ message: String) -> ServiceRefusal { .reject("service.bad_request", message) }

    package var answer: ServiceAnswer {
        let document = JSONText.object([("code", JSONText.quoted(code)), ("message", JSONText.quoted(message))])
        return ServiceAnswer(status, Array(document.utf8))
    }

    package init(status: JobStatus, code: String, message: String) {
        self.status = status
        self.code = code
        self.message = message
    }
}

extension ServiceAnswer {
    /// The answer that `body` makes, or the refusal that it throws.
    package static func of(_ body: () throws(ServiceRefusal) -> [UInt8]) -> ServiceAnswer {
        do throws(ServiceRefusal) {
            return ServiceAnswer(.ok, try body())
        } catch {
            return error.answer
        }
    }
}
