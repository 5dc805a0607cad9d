/// Where something stands in markup; both count from 1, columns in bytes.
public struct MarkupPosition: Sendable, Hashable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// An element as it was written: nothing is checked but the form of XML.
public struct Element: Sendable, Equatable {
    public var name: String
    /// In the order of the markup; no name stands twice.
    public var attributes: [Attribute]
    public var children: [Node]
    /// Of the `<`.
    public var position: MarkupPosition

    public init(name: String, attributes: [Attribute], children: [Node], position: MarkupPosition) {
        self.name = name
        self.attributes = attributes
        self.children = children
        self.position = position
    }
}

/// What an element holds. Texts that touch are one, and white space is kept.
public enum Node: Sendable, Equatable {
    case element(Element)
    case text(String)
}

public struct Attribute: Sendable, Equatable {
    public var name: String
    public var value: String
    /// Of the name's first letter.
    public var position: MarkupPosition

    public init(name: String, value: String, position: MarkupPosition) {
        self.name = name
        self.value = value
        self.position = position
    }
}
