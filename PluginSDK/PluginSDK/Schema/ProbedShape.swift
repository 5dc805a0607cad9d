import FoundationEssentials

/// A type whose schema is known without asking its decoding, with an empty value of it.
protocol ProbedShape {
    static func probe(_ probe: SchemaProbe) throws -> (JSONValue, Any)
}

extension Bool: ProbedShape {
    static func probe(_ probe: SchemaProbe) -> (JSONValue, Any) { (["type": "boolean"], false) }
}

extension String: ProbedShape {
    static func probe(_ probe: SchemaProbe) -> (JSONValue, Any) { (["type": "string"], "") }
}

extension BinaryFloatingPoint {
    static func probe(_ probe: SchemaProbe) -> (JSONValue, Any) { (["type": "number"], Self.zero) }
}

extension Double: ProbedShape {}
extension Float: ProbedShape {}

extension FixedWidthInteger {
    static func probe(_ probe: SchemaProbe) -> (JSONValue, Any) {
        var schema: JSONValue = ["type": "integer"]
        if !isSigned { schema = schema.adding(["minimum": 0]) }
        return (schema, Self.zero)
    }
}

extension Int: ProbedShape {}
extension Int8: ProbedShape {}
extension Int16: ProbedShape {}
extension Int32: ProbedShape {}
extension Int64: ProbedShape {}
extension Int128: ProbedShape {}
extension UInt: ProbedShape {}
extension UInt8: ProbedShape {}
extension UInt16: ProbedShape {}
extension UInt32: ProbedShape {}
extension UInt64: ProbedShape {}
extension UInt128: ProbedShape {}

extension Date: ProbedShape {
    static func probe(_ probe: SchemaProbe) -> (JSONValue, Any) {
        (["type": "string", "format": "date-time"], Date(timeIntervalSinceReferenceDate: 0))
    }
}

extension Data: ProbedShape {
    static func probe(_ probe: SchemaProbe) -> (JSONValue, Any) {
        (["type": "string", "contentEncoding": "base64"], Data())
    }
}

extension UUID: ProbedShape {
    static func probe(_ probe: SchemaProbe) -> (JSONValue, Any) { (["type": "string", "format": "uuid"], UUID()) }
}

extension JSONValue: ProbedShape {
    static func probe(_ probe: SchemaProbe) -> (JSONValue, Any) { ([:], JSONValue.null) }
}

extension Optional: ProbedShape where Wrapped: Decodable {
    static func probe(_ probe: SchemaProbe) throws -> (JSONValue, Any) {
        let schema = try probe.schema(of: Wrapped.self)
        return (["anyOf": [schema, ["type": "null"]]], Wrapped?.none as Any)
    }
}

extension Array: ProbedShape where Element: Decodable {
    static func probe(_ probe: SchemaProbe) throws -> (JSONValue, Any) {
        let items = try probe.entering("[]") { try probe.schema(of: Element.self) }
        return (["type": "array", "items": items], [Element]())
    }
}

extension Set: ProbedShape where Element: Decodable {
    static func probe(_ probe: SchemaProbe) throws -> (JSONValue, Any) {
        let items = try probe.entering("[]") { try probe.schema(of: Element.self) }
        return (["type": "array", "items": items, "uniqueItems": true], Set<Element>())
    }
}

extension Dictionary: ProbedShape where Value: Decodable {
    static func probe(_ probe: SchemaProbe) throws -> (JSONValue, Any) {
        guard Key.self == String.self || Key.self == Int.self else {
            throw probe.problem("a dictionary by \(Key.self) is a list of pairs in JSON; use String or Int")
        }
        let members = try probe.entering("*") { try probe.schema(of: Value.self) }
        return (["type": "object", "additionalProperties": members], [Key: Value]())
    }
}
