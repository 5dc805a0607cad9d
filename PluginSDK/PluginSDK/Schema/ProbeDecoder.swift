/// What one type asked of its decoder.
final class ProbeRecord {
    private var properties: [String: JSONValue] = [:]
    private var required: Set<String> = []
    private var isObject = false
    private var single: JSONValue?
    /// It looked which keys are there: what it decodes depends on them, as in an enum with payloads.
    private(set) var dependsOnKeys = false

    func asksForKeys() { dependsOnKeys = true }

    func beginObject() { isObject = true }

    func note(_ name: String, _ schema: JSONValue, required isRequired: Bool) {
        properties[name] = schema
        if isRequired { required.insert(name) }
    }

    func noteSingle(_ schema: JSONValue) { single = schema }

    var schema: JSONValue? {
        if let single { return single }
        guard isObject else { return nil }
        var schema: [String: JSONValue] = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required.sorted().map { .string($0) }) }
        return .object(schema)
    }
}

struct ProbeDecoder: Decoder {
    let probe: SchemaProbe
    let record: ProbeRecord
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        record.beginObject()
        return KeyedDecodingContainer(ProbeKeyedContainer<Key>(probe: probe, record: record))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw probe.problem("it decodes a list by its own code")
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        ProbeSingleContainer(probe: probe, record: record)
    }
}

struct ProbeSingleContainer: SingleValueDecodingContainer {
    let probe: SchemaProbe
    let record: ProbeRecord
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (schema, value) = try probe.shape(of: type)
        record.noteSingle(schema)
        return value
    }
}

/// Notes each key that a type decodes.
struct ProbeKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let probe: SchemaProbe
    let record: ProbeRecord
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        record.asksForKeys()
        return []
    }

    func contains(_ key: Key) -> Bool {
        record.asksForKeys()
        return true
    }

    func decodeNil(forKey key: Key) -> Bool {
        record.asksForKeys()
        return false
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try probe.entering(key.stringValue) {
            let (schema, value) = try probe.shape(of: type)
            record.note(key.stringValue, schema, required: true)
            return value
        }
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try optional(type, key)
    }

    func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
        try probe.entering(key.stringValue) {
            record.note(key.stringValue, try probe.schema(of: type), required: false)
            return nil
        }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw probe.problem("it takes \(key.stringValue) apart by its own code")
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw probe.problem("it takes \(key.stringValue) apart by its own code")
    }

    func superDecoder() throws -> any Decoder { throw probe.problem("it decodes a superclass") }

    func superDecoder(forKey key: Key) throws -> any Decoder { throw probe.problem("it decodes a superclass") }
}
