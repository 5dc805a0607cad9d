/// What one rendering may cost. Whatever reaches a limit ends with `TemplateError.Kind.limit`.
public struct TemplateLimits: Sendable, Hashable {
    /// Statements, loop rounds, calls, filters and the elements and characters that they touch.
    public var steps: Int
    /// Bytes of the output, and of any one text made on the way.
    public var outputBytes: Int
    /// How deep includes, macros, blocks and what is nested in them go, counted in nodes of the template.
    /// The default fits on a stack of 512 KiB even in a debug build.
    public var depth: Int
    /// Elements of one `range()`.
    public var rangeElements: Int
    /// Wall time in seconds, read from the monotonic clock every thousand steps.
    public var seconds: Double

    public init(
        steps: Int = 2_000_000, outputBytes: Int = 8 << 20, depth: Int = 200,
        rangeElements: Int = 100_000,
        seconds: Double = 5
    ) {
        self.steps = steps
        self.outputBytes = outputBytes
        self.depth = depth
        self.rangeElements = rangeElements
        self.seconds = seconds
    }
}
