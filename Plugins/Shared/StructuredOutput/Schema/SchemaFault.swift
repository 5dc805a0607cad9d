/// One thing that is wrong with a schema.
public struct SchemaFault: Sendable, Hashable, CustomStringConvertible {
    /// Where in the schema (RFC 6901): `/properties/name/type`; empty: the whole.
    public var pointer: String
    /// What is wrong and what is needed.
    public var message: String

    public var description: String { pointer.isEmpty ? message : "\(pointer): \(message)" }
}

/// Everything that is wrong with a schema, in the order in which it was found.
public struct SchemaFaults: Error, Sendable, Hashable, CustomStringConvertible {
    public let faults: [SchemaFault]

    init(_ faults: [SchemaFault]) { self.faults = faults }

    /// A line each.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
