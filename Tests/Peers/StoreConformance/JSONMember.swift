import Foundation

/// What a test looks at in a reply, and what it writes into a request.
enum JSONMember {
    static func text(_ name: String, in bytes: [UInt8]) -> String? { object(bytes)?[name] as? String }

    /// The keys that a list's reply has, in its order.
    static func keys(_ reply: String) -> [String] {
        let entries = object(Array(reply.utf8))?["entries"] as? [[String: Any]]
        return (entries ?? []).compactMap { $0["key"] as? String }
    }

    static func next(_ reply: String) -> String? { text("next", in: Array(reply.utf8)) }

    /// The number that a reply's value is the text of.
    static func number(_ reply: String) -> Int? {
        text("value", in: Array(reply.utf8)).flatMap { Data(base64Encoded: $0) }.flatMap {
            Int(String(decoding: $0, as: UTF8.self))
        }
    }

    private static func object(_ bytes: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
    }
}

func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

/// `text` as a JSON string.
func quoted(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? ""
}
