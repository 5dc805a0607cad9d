import Fuzzing
import PluginSDK
import StructuredOutput
import Testing

@Suite("Hostile answers")
struct RepairFuzzTests {
    private static let seeds = [
        #"{"a": 1, "b": [true, null, "x"], "c": {"d": -1.5e3, "e": "é\n\u00e9"}}"#,
        "Here:\n```json\n{\"a\": [1, 2, 3,], // three\n \"b\": \"x\"}\n```\nDone [1] {x}.",
        "{\"a\": \"line\nbreak\", /* comment */ \"b\": {}, \"c\": []}", "[[[[1], 2], {\"a\": {\"b\": {}}}]]",
        "{\"이름\": \"김하늘\", \"점수\": 87.5} 그리고 [\"x\"]",
    ]
    private static let plainSeeds = [
        seeds[0], seeds[3], #"[1.5, -2, 1e2, "a\"b", {"k": [{}, [], ""]}, true, false, null]"#,
    ]
    private static let schema: JSONValue = [
        "type": "object", "properties": ["a": ["type": ["array", "integer"]], "b": [:]], "required": ["a"],
    ]

    @Test("mutated answers are read or refused, and never trap")
    func mutated() throws {
        let schema = try JSONSchema(Self.schema)
        var random = SeededRandom(6)
        var (read, refused) = (0, 0)
        for round in 0..<FuzzRounds.count(3_000) {
            let bytes = Array(Self.seeds[round % Self.seeds.count].utf8).mutated(&random)
            let text = String(decoding: bytes, as: UTF8.self)
            _ = JSONRepair.value(in: text)
            switch StructuredReply.read(text, schema: schema) {
            case .success: read += 1
            case .failure(let problems):
                refused += 1
                #expect(!problems.problems.isEmpty)
                #expect(!RepairRound.message(problems).isEmpty)
            }
        }
        #expect(read > 0 && refused > 0)
    }

    @Test("mutated JSON that needed no repair is read as the SDK reads it")
    func mutatedAsSDK() {
        var random = SeededRandom(7)
        var compared = 0
        for round in 0..<FuzzRounds.count(3_000) {
            let bytes = Array(Self.plainSeeds[round % 3].utf8).mutated(&random)
            guard let text = String(validating: bytes, as: UTF8.self), let json = JSONRepair.value(in: text),
                json.repairs.isEmpty
            else { continue }
            #expect((try? JSONValue(parsing: text)) == json.value, "\(text)")
            compared += 1
        }
        #expect(compared > 20)
    }

    @Test("mutated JSON that the SDK reads is read here too, but for what cannot be kept")
    func mutatedForSDK() {
        var random = SeededRandom(8)
        var read = 0
        for round in 0..<FuzzRounds.count(3_000) {
            let bytes = Array(Self.plainSeeds[round % 3].utf8).mutated(&random)
            guard let text = String(validating: bytes, as: UTF8.self), (try? JSONValue(parsing: text)) != nil else {
                continue
            }
            read += 1
            guard case .failure(let problem) = JSONRepair.candidates(in: text) else { continue }
            // The same name twice, a number beyond 64 bits.
            #expect(problem.code == .broken, "\(text)")
            #expect(problem.message.contains("name twice") || problem.message.contains("number"), "\(text)")
        }
        #expect(read > 20)
    }

    @Test("mutated schemas are taken or refused, and never trap")
    func mutatedSchemas() throws {
        let seed =
            #"{"$defs":{"n":{"type":["integer","null"],"minimum":0}},"type":"object","properties":{"a":{"items":"#
            + ##"{"$ref":"#/$defs/n"},"maxItems":3},"b":{"anyOf":[{"pattern":"^a+$"},{"$ref":"#"}]}},"required":["a"]}"##
        let value: JSONValue = ["a": [1, nil, 2.5], "b": ["a": [], "b": "aa"]]
        var random = SeededRandom(10)
        var (taken, refused) = (0, 0)
        for _ in 0..<FuzzRounds.count(2_000) {
            let bytes = Array(seed.utf8).mutated(&random)
            guard let json = JSONRepair.value(in: String(decoding: bytes, as: UTF8.self))?.value else { continue }
            do throws(SchemaFaults) {
                _ = try JSONSchema(json).problems(of: value)
                taken += 1
            } catch {
                refused += 1
                #expect(!error.faults.isEmpty)
            }
        }
        #expect(taken > 10 && refused > 10)
    }

    @Test("a value comes back from its own text, with prose and fences around it")
    func roundTrip() {
        var random = SeededRandom(9)
        for _ in 0..<FuzzRounds.count(500) {
            let value = JSONValue.array([Self.random(&random, 0)])
            #expect(JSONRepair.value(in: value.text)?.value == value)
            #expect(JSONRepair.value(in: "So:\n```json\n" + value.text + "\n```\nThere.")?.value == value)
        }
    }

    private static func random(_ random: inout SeededRandom, _ depth: Int) -> JSONValue {
        let texts = ["", "a", "{", "\"", "\\", "[1]", "```", "한글", "\n", "//", "😀", "\u{01}"]
        switch Int.random(in: 0..<(depth > 4 ? 5 : 7), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int.random(in: .min ... .max, using: &random))
        case 3: return .number(Double.random(in: -1e6...1e6, using: &random))
        case 4: return .string(texts.shuffled(using: &random).prefix(4).joined())
        case 5: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in Self.random(&random, depth + 1) })
        default:
            var members: [String: JSONValue] = [:]
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                members[texts.shuffled(using: &random).prefix(2).joined()] = Self.random(&random, depth + 1)
            }
            return .object(members)
        }
    }
}
