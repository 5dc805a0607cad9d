import HostDatabase
import HostDispatch
import HostObservability

/// Why a service does not do what a plugin asks.
struct ServiceRefusal: Error, Equatable {
    let status: JobStatus
    /// Stable, for programs: `store.key_invalid`.
    let code: String
    /// A sentence for a person. Never the request's own content.
    let message: String

    /// What the plugin did wrong: asking again is of no use.
    static func reject(_ code: String, _ message: String) -> ServiceRefusal {
        ServiceRefusal(status: .reject, code: code, message: message)
    }

    /// The host cannot now.
    static func retry(_ code: String, _ message: String) -> ServiceRefusal {
        ServiceRefusal(status: .retry, code: code, message: message)
    }

    static func badRequest(_ message: String) -> ServiceRefusal { .reject("service.bad_request", message) }

    var answer: ServiceAnswer {
        let document = JSONText.object([("code", JSONText.quoted(code)), ("message", JSONText.quoted(message))])
        return ServiceAnswer(status, Array(document.utf8))
    }
}

extension ServiceAnswer {
    /// The answer that `body` makes, or the refusal that it throws.
    static func of(_ body: () throws -> [UInt8]) -> ServiceAnswer {
        do {
            return ServiceAnswer(.ok, try body())
        } catch let refusal as ServiceRefusal {
            return refusal.answer
        } catch {
            let failure = DatabaseFailure(error, path: "")
            return ServiceRefusal.retry(failure.code, failure.message).answer
        }
    }
}
