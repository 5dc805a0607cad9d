import PluginSDK
import Testing

private enum Kind: String, Codable, CaseIterable { case good, bad }
private enum Level: Int, Codable, CaseIterable { case low = 1, high = 2 }
private enum Open: String, Codable { case one }
private enum Payload: Codable { case number(Int), text(String) }

private struct Leaf: Codable, Sendable {
    var a: Double?
    var b: Int?
    var c: Bool?
    var d: String?
    var e: Float?
    var f: UInt8?
    var name: String
    var kind: Kind
    var level: Level?
    enum CodingKeys: String, CodingKey { case a, b, c, d, e, f, name = "full_name", kind, level }
}

private struct Tree: Codable, Sendable {
    var leaf: Leaf?
    var children: [Tree]
    var byName: [String: Tree]
    var numbers: [[Int]]
}

private struct Holder: Codable, Sendable {
    var payload: Payload
    var after: Int
}

private struct Provided: Codable, Sendable, SchemaProviding {
    var raw: Payload
    static var jsonSchema: JSONValue { ["type": "string"] }
    static var schemaExample: Provided { Provided(raw: .number(0)) }
}

private struct HoldsProvided: Codable, Sendable {
    var provided: Provided
    var after: Int
}

private struct Probed<Value: Codable & Sendable>: StatelessPlugin {
    static var manifest: Manifest<Probed> {
        Manifest(id: "org.example.probed", version: "1.0.0") { Operation("probed.run", "Runs.", run) }
    }
    func run(_ value: Value, job: Job) async throws -> Number { Number(value: 0) }
}

private func manifest<Tested: Plugin>(of plugin: Tested.Type) throws -> JSONValue {
    let bytes = export(plugin).pointee.manifest
    return try JSONValue(parsing: Array(UnsafeRawBufferPointer(start: bytes.data, count: bytes.size)))
}

private func inputSchema<Value: Codable & Sendable>(of type: Value.Type) throws -> JSONValue? {
    let manifest = try manifest(of: Probed<Value>.self)
    guard case .array(let operations)? = manifest["operations"] else { return nil }
    return operations.first?["input"]?["schema"]
}

struct SchemaTests {
    @Test func optionalFieldsOfEveryPrimitiveAreNotRequired() throws {
        let schema = try inputSchema(of: Leaf.self)
        #expect(schema?["required"] == ["full_name", "kind"])
        let properties = schema?["properties"]
        #expect(properties?["a"] == ["type": "number"])
        #expect(properties?["f"] == ["type": "integer", "minimum": 0])
        #expect(properties?["kind"] == ["type": "string", "enum": ["good", "bad"]])
        #expect(properties?["level"] == ["type": "integer", "enum": [1, 2]])
    }

    @Test func recursionIsAReference() throws {
        let schema = try inputSchema(of: Tree.self)
        #expect(schema?["$ref"] == "#/$defs/Tree")
        let tree = schema?["$defs"]?["Tree"]
        #expect(tree?["properties"]?["children"] == ["type": "array", "items": ["$ref": "#/$defs/Tree"]])
        #expect(tree?["properties"]?["numbers"]?["items"]?["items"] == ["type": "integer"])
        #expect(tree?["required"] == ["byName", "children", "numbers"])
    }

    @Test func anEnumWithPayloadsIsAProblemAndNoHalfSchema() throws {
        let manifest = try manifest(of: Probed<Holder>.self)
        guard case .array(let problems)? = manifest["problems"], case .string(let problem)? = problems.first else {
            Issue.record("The manifest has no problems.")
            return
        }
        #expect(problem.hasPrefix("The input of probed.run: Holder.payload: no schema can be derived"))
        #expect(problem.contains("inputSchema"))
        #expect(try inputSchema(of: Holder.self) == nil)
    }

    @Test func anEnumThatDoesNotListItsCasesIsAProblem() throws {
        #expect(try manifest(of: Probed<[String: Open]>.self)["problems"] != nil)
    }

    @Test func aTypeMaySayItsOwnSchema() throws {
        let schema = try inputSchema(of: HoldsProvided.self)
        #expect(schema?["properties"] == ["provided": ["type": "string"], "after": ["type": "integer"]])
    }

    @Test func anAttachmentSaysItsMediaType() throws {
        #expect(
            try inputSchema(of: Attachment<PDFDocument>.self)
                == ["type": "string", "contentEncoding": "base64", "contentMediaType": "application/pdf"])
    }

    @Test func theManifestHasTheSameBytesEveryTime() throws {
        let manifest = try manifest(of: Scale.self)
        #expect(manifest["problems"] == nil)
        let bytes = export(Scale.self).pointee.manifest
        let lent = UnsafeRawBufferPointer(start: bytes.data, count: bytes.size)
        #expect(manifest.text == String(decoding: lent, as: UTF8.self))
        guard case .array(let operations)? = manifest["operations"] else { return }
        #expect(operations[0]["http"] == [["method": "POST", "path": "/scale"]])
        #expect(operations[2]["output"]?["stream"] == true)
        #expect(operations[3]["input"] == ["media_type": "image/*"])
        let form = operations[4]["input"]
        #expect(form?["media_type"] == "multipart/form-data")
        #expect(form?["schema"]?["required"] == ["image", "right_answers"])
        #expect(
            form?["schema"]?["properties"]?["image"]
                == ["type": "string", "format": "binary", "contentMediaType": "image/*", "description": "Scan."])
        #expect(operations[5]["input"] == [:])
    }
}
