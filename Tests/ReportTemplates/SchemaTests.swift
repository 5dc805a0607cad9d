import Templates
import Testing

@testable import ReportTemplates

@Suite("The schema of a template's data")
struct SchemaTests {
    private func problems(_ schema: String, _ data: String) throws -> [String] {
        let schema = try DataSchema(json: Array(schema.utf8), file: "schema.json")
        return schema.problems(in: try TemplateValue(json: Array(data.utf8))).map(\.description)
    }

    private func refusals(_ schema: String) -> String {
        do throws(TemplateProblems) {
            _ = try DataSchema(json: Array(schema.utf8), file: "schema.json")
            return ""
        } catch {
            return error.description
        }
    }

    @Test(
        "each rule says what it found and what it needs",
        arguments: [
            ("{\"type\": \"string\"}", "1", "/: needs a string, found an integer"),
            ("{\"type\": [\"string\", \"null\"]}", "[]", "/: needs null or a string, found a list"),
            ("{\"type\": \"integer\"}", "1.5", "/: needs an integer, found a number"),
            ("{\"type\": \"number\"}", "true", "/: needs a number, found a boolean"),
            ("{\"required\": [\"a\"]}", "{}", "/a: is missing"),
            (
                "{\"properties\": {\"name\": true}, \"additionalProperties\": false}", "{\"nmae\": 1}",
                "/nmae: is no field that the template knows; did you mean \"name\"?"
            ),
            (
                "{\"additionalProperties\": {\"type\": \"string\"}}", "{\"a/b~c\": 1}",
                "/a~1b~0c: needs a string, found an integer"
            ),
            ("{\"items\": {\"minimum\": 2}}", "[2, 1.5]", "/1: needs at least 2"),
            ("{\"maximum\": 2.5}", "3", "/: needs at most 2.5"),
            ("{\"maxLength\": 2}", "\"가나다\"", "/: has 3 characters, needs at most 2"),
            ("{\"minLength\": 1}", "\"\"", "/: has 0 characters, needs at least 1"),
            ("{\"minItems\": 1}", "[]", "/: has 0 elements, needs at least 1"),
            ("{\"maxItems\": 1}", "[1, 2]", "/: has 2 elements, needs at most 1"),
            ("{\"enum\": [\"A\", 2, null]}", "\"B\"", "/: needs one of \"A\", 2, null"),
            ("{\"const\": \"auto\"}", "1", "/: needs \"auto\""),
            (
                "{\"anyOf\": [{\"type\": \"string\"}, {\"minimum\": 5}]}", "4",
                "/: fits none of the 2 forms that are allowed here"
            ),
            (
                "{\"$ref\": \"#/$defs/name\", \"$defs\": {\"name\": {\"type\": \"string\"}}}", "1",
                "/: needs a string, found an integer"
            ),
        ])
    func rules(schema: String, data: String, message: String) throws {
        #expect(try problems(schema, data) == [message])
    }

    @Test(
        "what is allowed is let pass",
        arguments: [
            ("{}", "{\"a\": [1]}"), ("true", "1"), ("{\"type\": \"integer\"}", "2.0"), ("{\"enum\": [1]}", "1.0"),
            ("{\"type\": \"number\"}", "2"), ("{\"minimum\": 1, \"maximum\": 1}", "1"),
            ("{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"null\"}]}", "null"),
            ("{\"properties\": {\"a\": {\"type\": \"string\"}}}", "{\"b\": 1}"),
            ("{\"minLength\": 5, \"minItems\": 5}", "{}"),
        ])
    func allowed(schema: String, data: String) throws {
        #expect(try problems(schema, data).isEmpty)
    }

    @Test("a rule may contain itself")
    func recursion() throws {
        let tree = "{\"type\": \"object\", \"properties\": {\"child\": {\"$ref\": \"#\"}}, \"required\": [\"n\"]}"
        #expect(
            try problems(tree, "{\"n\": 1, \"child\": {\"n\": 2, \"child\": {}}}") == ["/child/child/n: is missing"])
    }

    @Test("no more than twenty problems are told")
    func many() throws {
        let data = "[" + Array(repeating: "1", count: 100).joined(separator: ",") + "]"
        #expect(try problems("{\"items\": {\"type\": \"string\"}}", data).count == 20)
    }

    @Test(
        "a schema that says what is not checked is refused with the place",
        arguments: [
            ("{\"patern\": \"a\"}", "schema.json:1:12: there is no keyword \"patern\" here"),
            (
                "{\"pattern\": \"a\"}",
                "schema.json:1:13: pattern is not supported; use enum, minLength and maxLength"
            ),
            (
                "{\n \"properties\": {\"a\": {\"oneOf\": []}}}",
                "schema.json:2:32: oneOf is not supported; use anyOf, or write the rule out"
            ),
            (
                "{\"type\": \"text\"}",
                "schema.json:1:10: a type is one of null, boolean, integer, number, string, array, object"
            ),
            ("{\"$ref\": \"#/$defs/a\"}", "schema.json:1:10: there is no #/$defs/a in this file; there are none"),
            (
                "{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\": \"#/$defs/a\"}}}",
                """
                schema.json:1:17: refers to itself and to nothing else
                schema.json:1:45: refers to itself and to nothing else
                """
            ),
            ("{\"minimum\": \"1\"}", "schema.json:1:13: this is a number; found a string"),
            ("{\"maxItems\": -1}", "schema.json:1:14: this is a whole number from 0"),
            ("{\"required\": [1]}", "schema.json:1:15: this is a name; found an integer"),
            ("{\"items\": 1}", "schema.json:1:11: a schema is an object, or true or false; this is an integer"),
            ("{\"enum\": []}", "schema.json:1:10: this is a list of at least one element"),
        ])
    func refused(schema: String, message: String) {
        let refusals = refusals(schema)
        #expect(refusals.hasPrefix(message), "\(refusals)")
    }

    @Test("alternatives that double at each level are given up in time")
    func explosion() throws {
        let schema = "{\"anyOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]}"
        #expect(
            try problems(schema, "1") == ["/: is too large, or the schema too entangled, to be checked"])
    }

    @Test("alternatives that only name each other end")
    func circle() throws {
        let schema = "{\"anyOf\": [{\"$ref\": \"#\"}, {\"type\": \"string\"}]}"
        #expect(try problems(schema, "\"a\"").isEmpty)
        #expect(try problems(schema, "1").count == 1)
    }
}

@Suite("Places in JSON")
struct JSONPlacesTests {
    @Test("a value is found by its names and indexes, past strings that look like structure")
    func finds() {
        let text = "{\"a\": \"}{][,\\\"\", \"b\":\n  [1, {\"c\\u0064\": [true, \"x\"]}, 3]}"
        let bytes = Array(text.utf8)
        func place(_ pointer: String...) -> String? {
            JSONPlaces.find(pointer, in: bytes).map { "\($0.line):\($0.column)" }
        }
        #expect(place() == "1:1")
        #expect(place("a") == "1:7")
        #expect(place("b") == "2:3")
        #expect(place("b", "0") == "2:4")
        #expect(place("b", "1", "cd", "1") == "2:26")
        #expect(place("b", "2") == "2:33")
        #expect(place("b", "3") == nil)
        #expect(place("c") == nil)
        #expect(place("a", "b") == nil)
    }

    @Test("columns count characters, not bytes")
    func columns() {
        let place = JSONPlaces.find(["나"], in: Array("{\"가\": 1, \"나\": 2}".utf8))
        #expect(place?.column == 15)
    }
}
