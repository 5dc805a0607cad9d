/// A theme as it was written, as a reader of JSON understood it.
public enum ThemeTree: Sendable, Hashable {
    case none
    case bool(Bool)
    case number(Double)
    case string(String)
    case list([ThemeTree])
    case object([String: ThemeTree])

    /// This tree with what `other` says in its place: objects are merged, everything else is replaced. So a variant of a
    /// theme needs to hold only what differs.
    public func overlaid(by other: ThemeTree) -> ThemeTree {
        guard case .object(let below) = self, case .object(let above) = other else { return other }
        return .object(below.merging(above) { $0.overlaid(by: $1) })
    }
}
