import CPluginABI
import FoundationEssentials

/// A service of the host said no, or is not there. Thrown out of a handler it ends the job: as a retry where the host
/// cannot now, as a reject where the plugin asked for what cannot be.
public struct ServiceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Of the ABI: PROCTOR_RETRY, PROCTOR_REJECT, PROCTOR_UNSUPPORTED, ...
    public let status: proctor_status
    /// Stable, for programs. The service's own, `store.full`, `queue.not_allowed`; where it gave none
    /// `service.refused`; of the SDK `service.unsupported`, `service.too_early`, `service.gone`, `service.bad_reply`,
    /// `store.contended`.
    public let code: String
    /// A sentence for a person.
    public let message: String
    /// "store.get/1".
    public let service: String

    public init(status: proctor_status, code: String, message: String, service: String) {
        self.status = status
        self.code = code
        self.message = message
        self.service = service
    }

    public var description: String { message }
}

extension ServiceError {
    private struct Document: Decodable {
        var code: String?
        var message: String?
    }

    /// What a service's refusal says: `{"code", "message"}`, either of which may be missing.
    public init(status: proctor_status, service: String, reply: [UInt8]) {
        let said = try? reply.withUnsafeBytes { try JSONCoding.decode(Document.self, from: $0) }
        if status == PROCTOR_UNSUPPORTED, said?.code == nil {
            self = .unsupported(service)
        } else {
            self.init(
                status: status, code: said?.code ?? "service.refused",
                message: said?.message ?? "The service \(service) refused with status \(status).", service: service)
        }
    }

    static func unsupported(_ service: String) -> ServiceError {
        ServiceError(
            status: PROCTOR_UNSUPPORTED, code: "service.unsupported",
            message: "This host has no service \(service), or the manifest does not name it under needs.",
            service: service)
    }

    static func tooEarly(_ service: String) -> ServiceError {
        ServiceError(
            status: PROCTOR_REJECT, code: "service.too_early",
            message: "The service \(service) was called in init; call services from start() on.", service: service)
    }

    static func gone(_ service: String) -> ServiceError {
        ServiceError(
            status: PROCTOR_RETRY, code: "service.gone", message: "The host ended before \(service) answered.",
            service: service)
    }

    static func badReply(_ service: String) -> ServiceError {
        ServiceError(
            status: PROCTOR_REJECT, code: "service.bad_reply",
            message: "The service \(service) answered what this SDK cannot read.", service: service)
    }
}
