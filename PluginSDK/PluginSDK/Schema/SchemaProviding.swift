/// A Codable type that says its JSON Schema itself, because its own decoding does not show it: an enum with
/// payloads, a number with a unit in a text.
public protocol SchemaProviding {
    static var jsonSchema: JSONValue { get }
    /// Any value. While the schema of a type that holds this one is made, it stands in, so that the fields after it
    /// are seen too.
    static var schemaExample: Self { get }
}

/// A schema could not be derived from a type.
public struct SchemaProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where in the type: `Score.kind`.
    public let path: String
    public let reason: String

    public var description: String {
        "\(path): no schema can be derived, because \(reason). Give the operation one with .inputSchema(...) or "
            + ".outputSchema(...), or let the type conform to SchemaProviding."
    }
}
