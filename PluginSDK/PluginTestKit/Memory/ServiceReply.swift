import PluginSDK

/// What a service answers.
public struct ServiceReply: Sendable, Equatable {
    /// PROCTOR_OK, PROCTOR_REJECT, PROCTOR_RETRY, ...
    public let status: proctor_status
    public let bytes: [UInt8]
    let isNever: Bool

    public init(_ status: proctor_status, _ bytes: [UInt8]) { self.init(status, bytes, isNever: false) }

    private init(_ status: proctor_status, _ bytes: [UInt8], isNever: Bool) {
        self.status = status
        self.bytes = bytes
        self.isNever = isNever
    }

    /// None: the call waits until it is cancelled, or its instance ends.
    public static let never = ServiceReply(PROCTOR_OK, [], isNever: true)

    /// A good answer.
    public static func ok(_ document: JSONValue = [:]) -> ServiceReply {
        ServiceReply(PROCTOR_OK, Array(document.text.utf8))
    }

    /// The plugin asked for what cannot be: it will never work.
    public static func reject(_ code: String, _ message: String) -> ServiceReply {
        refusal(PROCTOR_REJECT, code, message)
    }

    /// The host cannot now: `.retry("store.full", "The disk is full.")`.
    public static func retry(_ code: String, _ message: String) -> ServiceReply {
        refusal(PROCTOR_RETRY, code, message)
    }

    private static func refusal(_ status: proctor_status, _ code: String, _ message: String) -> ServiceReply {
        let document: JSONValue = ["code": .string(code), "message": .string(message)]
        return ServiceReply(status, Array(document.text.utf8))
    }
}

/// A request that is answered with a refusal.
struct ServiceRefusal: Error {
    let reply: ServiceReply

    init(_ code: String, _ message: String) { reply = .reject(code, message) }

    static func badRequest(_ message: String) -> ServiceRefusal { ServiceRefusal("service.bad_request", message) }
}
