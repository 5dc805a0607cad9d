/// The two parts of a request's target, as they came.
struct RequestTarget: Equatable {
    /// Percent-encoded.
    let path: String
    /// Without its question mark; nil when there is none.
    let query: Substring?

    init(_ target: String) {
        let end = target.utf8.firstIndex(of: UInt8(ascii: "#")) ?? target.endIndex
        guard let mark = target[..<end].utf8.firstIndex(of: UInt8(ascii: "?")) else {
            path = String(target[..<end])
            query = nil
            return
        }
        path = String(target[..<mark])
        query = target[target.utf8.index(after: mark)..<end]
    }
}
