/// Finds the JSON Schema of a Decodable type by letting it decode from a decoder that notes what is asked of it.
///
/// A probe that cannot finish throws: half a schema would be believed.
final class SchemaProbe {
    private struct Shape {
        let schema: JSONValue
        let value: Any
    }

    private var finished: [ObjectIdentifier: Shape] = [:]
    private var open: Set<ObjectIdentifier> = []
    private var recursive: [ObjectIdentifier: String] = [:]
    private var definitions: [String: JSONValue] = [:]
    private(set) var path: [String] = []

    /// - Throws: `SchemaProblem`.
    static func schema<Value: Decodable>(of type: Value.Type) throws -> JSONValue {
        if let provided = type as? any SchemaProviding.Type { return provided.jsonSchema }
        let probe = SchemaProbe()
        probe.path = [String(describing: type)]
        let (schema, _) = try probe.shape(of: type)
        guard !probe.definitions.isEmpty else { return schema }
        return schema.adding(["$defs": .object(probe.definitions)])
    }

    /// The schema of a type, and a value of it: what holds it can only go on decoding with one in hand.
    func shape<Value: Decodable>(of type: Value.Type) throws -> (schema: JSONValue, value: Value) {
        if let provided = type as? any SchemaProviding.Type {
            return (provided.jsonSchema, try cast(provided.schemaExample))
        }
        if let known = type as? any ProbedShape.Type {
            let (schema, value) = try known.probe(self)
            return (schema, try cast(value))
        }
        if let choice = try choiceShape(of: type) { return choice }
        return try decodedShape(of: type)
    }

    /// The schema alone. A type that is being probed further out is named, not probed again.
    func schema<Value: Decodable>(of type: Value.Type) throws -> JSONValue {
        let id = ObjectIdentifier(type)
        guard open.contains(id) else { return try shape(of: type).schema }
        return reference(to: name(of: type, id: id))
    }

    func entering<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        path.append(name)
        defer { path.removeLast() }
        return try body()
    }

    func problem(_ reason: String) -> SchemaProblem {
        SchemaProblem(path: path.joined(separator: "."), reason: reason)
    }

    private func decodedShape<Value: Decodable>(of type: Value.Type) throws -> (JSONValue, Value) {
        let id = ObjectIdentifier(type)
        if let shape = finished[id] { return (shape.schema, try cast(shape.value)) }
        guard open.insert(id).inserted else { throw problem("\(type) holds itself and leaves no way out") }
        defer { open.remove(id) }
        let record = ProbeRecord()
        let value: Value
        do {
            value = try Value(from: ProbeDecoder(probe: self, record: record))
        } catch let problem as SchemaProblem {
            throw problem
        } catch {
            throw problem(
                record.dependsOnKeys ? Self.looksAtKeys(type) : "\(type) refuses the empty values that a probe offers")
        }
        if record.dependsOnKeys { throw problem(Self.looksAtKeys(type)) }
        guard var schema = record.schema else { throw problem("\(type) decodes nothing") }
        if let name = recursive[id] {
            definitions[name] = schema
            schema = reference(to: name)
        }
        finished[id] = Shape(schema: schema, value: value)
        return (schema, value)
    }

    private static func looksAtKeys(_ type: Any.Type) -> String {
        "\(type) decodes by the keys that are there, as an enum with payloads does"
    }

    private func choiceShape<Value>(of type: Value.Type) throws -> (JSONValue, Value)? {
        guard let choice = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
        func cases<Choice: CaseIterable & RawRepresentable>(of type: Choice.Type) -> ([Any], Choice?) {
            (Choice.allCases.map { $0.rawValue as Any }, Choice.allCases.first)
        }
        let (raw, first) = cases(of: choice)
        guard let first = first as? Value else { return nil }
        let texts = raw.compactMap { $0 as? String }
        if texts.count == raw.count {
            return (["type": "string", "enum": .array(texts.map { .string($0) })], first)
        }
        let numbers = raw.compactMap { $0 as? Int }
        guard numbers.count == raw.count else { throw problem("the raw values of \(type) are neither texts nor Ints") }
        return (["type": "integer", "enum": .array(numbers.map { .integer($0) })], first)
    }

    private func name<Value>(of type: Value.Type, id: ObjectIdentifier) -> String {
        if let name = recursive[id] { return name }
        let plain = String(describing: type)
        let taken = Set(recursive.values)
        let name = taken.contains(plain) ? "\(plain)\(taken.count + 1)" : plain
        recursive[id] = name
        return name
    }

    private func reference(to name: String) -> JSONValue { ["$ref": .string("#/$defs/\(name)")] }

    private func cast<Value>(_ value: Any) throws -> Value {
        guard let value = value as? Value else { throw problem("its example is of another type") }
        return value
    }
}
