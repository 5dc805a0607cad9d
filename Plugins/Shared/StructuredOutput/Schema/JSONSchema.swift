import PluginSDK

/// A JSON Schema, read once: the part of draft 2020-12 that providers take for structured output.
///
/// Known are `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `minProperties`,
/// `maxProperties`, `items`, `prefixItems`, `minItems`, `maxItems`, `uniqueItems`, `minimum`, `maximum`,
/// `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `minLength`, `maxLength`, `pattern`, `anyOf`, `oneOf`, `allOf`,
/// `$defs`, `definitions`, local `$ref`, and OpenAPI's `nullable`. What only describes (`title`, `description`,
/// `format`, `default`, `examples`, ...) is left aside. Everything else is refused, so that nobody relies on a rule that
/// is not kept.
public struct JSONSchema: Sendable {
    /// As it was given.
    public let source: JSONValue
    let rules: [SchemaRule]
    let root: Int

    /// - Throws: everything that is wrong with the schema: keywords that are not known, values that they cannot have,
    ///   references that lead nowhere or in a circle.
    public init(_ source: JSONValue) throws(SchemaFaults) {
        var reader = SchemaReader(source)
        root = reader.read()
        if reader.faults.isEmpty { reader.findCircles() }
        guard reader.faults.isEmpty else { throw SchemaFaults(reader.faults) }
        self.source = source
        rules = reader.rules
    }

    /// Everything that is wrong with a value; none for one that fits.
    ///
    /// - Parameter limit: how many are looked for.
    public func problems(of value: JSONValue, limit: Int = 50) -> [ReplyProblem] {
        var check = SchemaCheck(rules: rules, limit: max(1, limit))
        check.check(value, root, [])
        return check.isExhausted
            ? [ReplyProblem(.schema, "the JSON is too large, or the schema too entangled, to be checked")]
            : check.problems
    }
}
