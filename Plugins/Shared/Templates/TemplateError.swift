/// Why a template cannot be read or rendered, and where. One sentence for the person who wrote the template.
public struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure: stable, for programs. The raw value is the code that answers and logs carry.
    public enum Kind: String, Sendable, Hashable {
        case syntax = "template.syntax"
        case undefined = "template.undefined"
        case type = "template.type"
        case value = "template.value"
        /// A template, macro, block or caller that is asked for and does not exist.
        case missing = "template.missing"
        /// Too many steps, bytes or seconds, too deep, or a number out of range.
        case limit = "template.limit"
        case cancelled = "template.cancelled"
        /// The data is no JSON that this library takes.
        case data = "template.data"
    }

    public let kind: Kind
    public let message: String
    /// The template's name; empty when no template is concerned.
    public internal(set) var template: String
    /// 1 for the first line and column; 0 when there is none. Columns count Unicode scalars.
    public internal(set) var line: Int
    public internal(set) var column: Int

    public init(
        _ kind: Kind, _ message: String, template: String = "", line: Int = 0, column: Int = 0
    ) {
        self.kind = kind
        self.message = message
        self.template = template
        self.line = line
        self.column = column
    }

    /// The stable code: "template.syntax".
    public var code: String { kind.rawValue }

    public var description: String {
        line > 0 ? "\(template):\(line):\(column): \(message)" : message
    }
}
