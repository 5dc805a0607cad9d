/// Why bytes that came from the browser are not what its protocol says, or what it answers instead of a result.
struct ProtocolFault: Error, Hashable {
    /// For the operator; holds nothing of a page.
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
