/// RFC 6901.
enum JSONPointer {
    static func text(_ parts: [String]) -> String {
        parts.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
    }

    /// Nil when it is none.
    static func parts(_ text: Substring) -> [String]? {
        if text.isEmpty { return [] }
        guard text.first == "/" else { return nil }
        return text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
            String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
    }
}
