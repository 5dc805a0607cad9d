/// What a document may have at most: markup is made by templates of schools and holds what others wrote.
public struct MarkupLimits: Sendable {
    public var bytes: Int
    /// Elements within elements. All that walks the tree does so by recursion and relies on this.
    public var depth: Int
    /// Elements and texts together.
    public var nodes: Int
    /// Of one element; far above what any element has.
    public static let attributes = 64

    public init(bytes: Int = 4 << 20, depth: Int = 48, nodes: Int = 50_000) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }
}
