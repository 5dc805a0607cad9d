import PluginSDK
import Testing

@testable import StructuredOutput

@Suite("The form of an answer")
struct SchemaTests {
    /// `schema ⊢ value` in JSON, and which keywords are not kept.
    struct Case: CustomTestStringConvertible {
        let schema: String
        let value: String
        let broken: [String]

        init(_ schema: String, _ value: String, _ broken: String...) {
            self.schema = schema
            self.value = value
            self.broken = broken
        }

        var testDescription: String { "\(value) of \(schema)" }
    }

    @Test(
        "keywords ask for what JSON Schema says",
        arguments: [
            Case(#"true"#, "1"), Case("false", "1", "false"), Case("{}", "[1, {}]"),
            Case(#"{"type": "integer"}"#, "1"), Case(#"{"type": "integer"}"#, "1.0"),
            Case(#"{"type": "integer"}"#, "1.5", "type"), Case(#"{"type": "number"}"#, "1"),
            Case(#"{"type": ["string", "null"]}"#, "null"), Case(#"{"type": ["string", "null"]}"#, "1", "type"),
            Case(#"{"type": "string", "nullable": true}"#, "null"),
            Case(#"{"enum": ["a", 1, null]}"#, "1.0"), Case(#"{"enum": ["a", 1, null]}"#, #""b""#, "enum"),
            Case(#"{"enum": ["a"], "nullable": true}"#, "null"),
            Case(#"{"const": {"a": [1]}}"#, #"{"a": [1.0]}"#), Case(#"{"const": 1}"#, "2", "const"),
            Case(#"{"enum": ["a", "b"], "const": "b"}"#, #""a""#, "const"),
            Case(#"{"required": ["a", "b"]}"#, #"{"a": 1}"#, "required"), Case(#"{"required": ["a"]}"#, "[]"),
            Case(#"{"properties": {"a": {"type": "string"}}}"#, #"{"a": 1, "b": 2}"#, "type"),
            Case(
                #"{"properties": {"a": {}}, "additionalProperties": false}"#, #"{"a": 1, "b": 2}"#,
                "additionalProperties"),
            Case(#"{"additionalProperties": {"type": "integer"}}"#, #"{"a": 1, "b": "x"}"#, "type"),
            Case(#"{"minProperties": 1}"#, "{}", "minProperties"),
            Case(#"{"maxProperties": 0}"#, #"{"a": 1}"#, "maxProperties"),
            Case(#"{"items": {"type": "integer"}}"#, "[1, 2, true]", "type"),
            Case(#"{"prefixItems": [{"type": "string"}], "items": false}"#, #"["a"]"#),
            Case(#"{"prefixItems": [{"type": "string"}], "items": false}"#, #"["a", 1]"#, "false"),
            Case(#"{"minItems": 2, "maxItems": 3}"#, "[1]", "minItems"),
            Case(#"{"maxItems": 1}"#, "[1, 2]", "maxItems"),
            Case(#"{"uniqueItems": true}"#, "[1, 1.0]", "uniqueItems"), Case(#"{"uniqueItems": true}"#, #"[1, "1"]"#),
            Case(#"{"minimum": 0, "maximum": 100}"#, "-0.5", "minimum"), Case(#"{"maximum": 100}"#, "101", "maximum"),
            Case(#"{"exclusiveMinimum": 0}"#, "0", "exclusiveMinimum"),
            Case(#"{"exclusiveMaximum": 1}"#, "1", "exclusiveMaximum"),
            Case(#"{"multipleOf": 0.1}"#, "0.3"), Case(#"{"multipleOf": 3}"#, "7", "multipleOf"),
            Case(#"{"minLength": 2}"#, #""한""#, "minLength"), Case(#"{"maxLength": 2}"#, #""👍🏽""#),
            Case(#"{"maxLength": 1}"#, #""ab""#, "maxLength"), Case(#"{"pattern": "^[0-9]+번$"}"#, #""17번""#),
            Case(#"{"pattern": "^[0-9]+번$"}"#, #""x17번""#, "pattern"), Case(#"{"pattern": "b"}"#, #""abc""#),
            Case(#"{"anyOf": [{"type": "string"}, {"minimum": 5}]}"#, "7"),
            Case(#"{"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 5}]}"#, "3", "anyOf", "minimum"),
            Case(#"{"oneOf": [{"type": "integer"}, {"minimum": 5}]}"#, "7", "oneOf"),
            Case(#"{"oneOf": [{"type": "integer"}, {"minimum": 5}]}"#, "3"),
            Case(#"{"allOf": [{"minimum": 1}, {"maximum": 3}]}"#, "5", "maximum"),
            Case(##"{"$defs": {"n": {"type": "integer"}}, "items": {"$ref": "#/$defs/n"}}"##, #"[1, "a"]"#, "type"),
            Case(
                ##"{"properties": {"next": {"$ref": "#"}}, "required": ["v"]}"##,
                #"{"v": 1, "next": {"v": 2, "next": {}}}"#, "required"),
            Case(##"{"definitions": {"a/b~c": {"type": "null"}}, "$ref": "#/definitions/a~1b~0c"}"##, "1", "type"),
            Case(#"{"title": "t", "description": "d", "format": "date", "default": 1, "examples": []}"#, #""x""#),
        ])
    func keywords(_ test: Case) throws {
        let schema = try JSONSchema(JSONValue(parsing: test.schema))
        #expect(schema.problems(of: try JSONValue(parsing: test.value)).map(\.keyword) == test.broken)
    }

    @Test("every problem is told, with its place and what is needed")
    func sentences() throws {
        let schema = try JSONSchema([
            "type": "object", "additionalProperties": false, "required": ["name", "marks"],
            "properties": [
                "name": ["type": "string"],
                "marks": ["type": "array", "items": ["type": "object", "properties": ["a/b": ["maximum": 10]]]],
            ],
        ])
        let problems = schema.problems(of: ["marks": [1, ["a/b": 11]], "secret": 1, "more": 2])
        #expect(
            problems.map { "\($0.pointer): \($0.message)" } == [
                #": needs the member "name""#, "/marks/0: has to be an object, and is a whole number",
                "/marks/1/a~1b: has to be 10 or less",
                #": has 2 members that may not be there; only "marks", "name" are allowed"#,
            ])
    }

    @Test("no sentence repeats anything of the answer")
    func noPayload() throws {
        let schema = try JSONSchema([
            "properties": ["a": ["enum": ["x"]], "b": ["maxLength": 3], "c": ["pattern": "^x$"]],
            "additionalProperties": false,
        ])
        let problems = schema.problems(of: ["a": "PAYLOAD", "b": "PAYLOAD", "c": "PAYLOAD", "PAYLOAD": 1])
        #expect(problems.count == 4)
        #expect(!problems.contains { $0.message.contains("PAYLOAD") })
    }

    @Test("a schema that cannot be kept is refused with every place")
    func faults() throws {
        let schema: JSONValue = [
            "type": "text", "if": [:], "unevaluatedProperties": false, "minimum": "3", "minLength": -1,
            "pattern": "(?=x)",
            "required": ["gone"], "additionalProperties": false,
            "properties": ["a": ["$ref": "#/$defs/missing"], "b": 5, "c": ["$ref": "https://example.com/s"]],
            "enum": [], "multipleOf": 0,
        ]
        do throws(SchemaFaults) {
            _ = try JSONSchema(schema)
            Issue.record("the schema was taken")
        } catch {
            #expect(
                error.faults.map(\.pointer).sorted() == [
                    "/enum", "/if", "/minLength", "/minimum", "/multipleOf", "/pattern", "/properties/a/$ref",
                    "/properties/b", "/properties/c/$ref", "/required", "/type", "/unevaluatedProperties",
                ])
            #expect(error.description.contains("/if: the keyword 'if' is not known here"))
        }
    }

    @Test(
        "references that turn in a circle are refused",
        arguments: [
            ##"{"$ref": "#"}"##, ##"{"anyOf": [{"type": "string"}, {"$ref": "#"}]}"##,
            ##"{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}, "$ref": "#/$defs/a"}"##,
        ])
    func circles(text: String) throws {
        let schema = try JSONValue(parsing: text)
        #expect(throws: SchemaFaults.self) { try JSONSchema(schema) }
    }

    @Test("alternatives within alternatives are given up and do not hold a thread")
    func entangled() throws {
        let schema = try JSONSchema([
            "$ref": "#/$defs/a",
            "$defs": [
                "a": [
                    "anyOf": [
                        ["type": "array", "items": ["$ref": "#/$defs/a"], "minItems": 1],
                        ["type": "array", "items": ["$ref": "#/$defs/a"], "maxItems": 1],
                        ["type": "array", "items": ["$ref": "#/$defs/a"], "maxItems": 2],
                    ]
                ]
            ],
        ])
        var value: JSONValue = "x"
        for _ in 0..<40 { value = [value] }
        var check = SchemaCheck(rules: schema.rules, limit: 50, mostSteps: 5_000)
        check.check(value, schema.root, [])
        #expect(check.isExhausted)
    }

    @Test("a long chain of references is given up and does not overflow a small stack")
    func longChain() throws {
        var definitions: [String: JSONValue] = ["a10000": ["type": "string"]]
        for number in 10_001...12_000 { definitions["a\(number)"] = ["$ref": .string("#/$defs/a\(number - 1)")] }
        let schema = try JSONSchema(["$defs": .object(definitions), "$ref": "#/$defs/a12000"])
        #expect(
            schema.problems(of: 1).map(\.message) == [
                "the JSON is too large, or the schema too entangled, to be checked"
            ])
    }
}
