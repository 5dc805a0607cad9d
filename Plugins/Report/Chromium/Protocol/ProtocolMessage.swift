/// One message of the browser: the answer to a call, or something that happened.
/// The framing is JSON-RPC's as the Chrome DevTools Protocol writes it, with `sessionId` for a tab's messages.
enum ProtocolMessage {
    case reply(id: Int, Result<ProtocolValue, ProtocolFault>)
    case event(method: String, session: String?, parameters: ProtocolValue)

    init(_ frame: [UInt8]) throws(ProtocolFault) {
        let value = try ProtocolReader.read(frame)
        if let number = value["id"]?.number {
            guard let id = Int(exactly: number) else { throw ProtocolFault("an answer to no call") }
            if let error = value["error"] {
                self = .reply(id: id, .failure(ProtocolFault(Self.reason(of: error))))
            } else {
                self = .reply(id: id, .success(value["result"] ?? .null))
            }
            return
        }
        guard let method = value["method"]?.text else { throw ProtocolFault("an answer that is none") }
        self = .event(method: method, session: value["sessionId"]?.text, parameters: value["params"] ?? .null)
    }

    /// The error's number alone: the browser's words may hold a part of a page.
    private static func reason(of error: ProtocolValue) -> String {
        error["code"]?.number.flatMap { Int(exactly: $0) }.map { "error \($0)" } ?? "an error without a number"
    }
}
