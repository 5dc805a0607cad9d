/// How templates are read and what happens to values that are printed.
public struct TemplateOptions: Sendable, Hashable {
    /// What becomes of characters that XML 1.0 forbids (most control characters, U+FFFE, U+FFFF) in a printed value.
    public enum ForbiddenCharacters: Sendable, Hashable {
        case keep
        /// U+FFFD, the replacement character.
        case replace
        case remove
    }

    /// Printed text is escaped for HTML and XML, unless it is markup already. Off for plain text, as in prompts.
    public var autoescape: Bool
    /// The line break after a statement tag is removed.
    public var trimBlocks: Bool
    /// Spaces and tabs before a statement tag that begins a line are removed.
    public var lstripBlocks: Bool
    /// A single line break that ends a template is kept.
    public var keepTrailingNewline: Bool
    public var forbiddenCharacters: ForbiddenCharacters

    public init(
        autoescape: Bool = true, trimBlocks: Bool = false, lstripBlocks: Bool = false,
        keepTrailingNewline: Bool = false, forbiddenCharacters: ForbiddenCharacters = .replace
    ) {
        self.autoescape = autoescape
        self.trimBlocks = trimBlocks
        self.lstripBlocks = lstripBlocks
        self.keepTrailingNewline = keepTrailingNewline
        self.forbiddenCharacters = forbiddenCharacters
    }
}
