/// Why a document is not read.
public struct MarkupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `markup.malformed`, `markup.refused` or `markup.too_large`.
    public var code: String
    /// A sentence without the place.
    public var message: String
    /// Nil when the whole document is meant.
    public var position: MarkupPosition?

    public init(code: String, message: String, position: MarkupPosition? = nil) {
        self.code = code
        self.message = message
        self.position = position
    }

    public var description: String {
        guard let position else { return message }
        return "line \(position.line), column \(position.column): \(message)"
    }
}
