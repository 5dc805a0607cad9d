import PluginSDK
import Testing

@testable import StructuredOutput

@Suite("Answers of a schema")
struct ReplyTests {
    private static func schema() throws -> JSONSchema {
        try JSONSchema(["type": "object", "properties": ["score": ["type": "integer"]], "required": ["score"]])
    }

    private func read(_ text: String) throws -> Result<StructuredReply, ReplyProblems> {
        StructuredReply.read(text, schema: try Self.schema())
    }

    private func codes(_ text: String) throws -> [ReplyProblem.Code]? {
        guard case .failure(let problems) = try read(text) else { return nil }
        return problems.problems.map(\.code)
    }

    @Test("of several values the one that fits is taken")
    func fitting() throws {
        let reply = try read(#"In question [7] of {"exam": "A"}: {"score": 87}."#).get()
        #expect(reply == StructuredReply(value: ["score": 87], repairs: [.prose]))
    }

    @Test("several different ones that fit are refused, the same twice is one")
    func ambiguous() throws {
        #expect(try codes(#"{"score": 1} or rather {"score": 2}"#) == [.ambiguous])
        #expect(try read(#"{"score": 1}, that is {"score": 1}"#).get().value == ["score": 1])
    }

    @Test("nothing is filled in and no kind is changed")
    func asItIs() throws {
        #expect(try codes(#"{"score": "87"}"#) == [.schema])
        #expect(try codes("{}") == [.schema])
    }

    @Test("when none fits, the problems are those of the largest")
    func nearest() throws {
        guard case .failure(let problems) = try read(#"[1] {"score": 87.5, "note": "long"}"#) else {
            Issue.record("was taken")
            return
        }
        #expect(
            problems.problems == [
                ReplyProblem(.schema, at: "/score", keyword: "type", "has to be a whole number, and is a number")
            ])
        #expect(problems.description == "has to be a whole number, and is a number")
    }

    @Test("the second try is told each problem, and asked for JSON alone")
    func repairRound() throws {
        guard case .failure(let problems) = try read(#"{"score": "x"}"#) else {
            Issue.record("was taken")
            return
        }
        #expect(
            RepairRound.message(problems) == """
                Your last answer could not be used:
                - at /score: has to be a whole number, and is a string.
                Answer again with the whole JSON value, corrected. Change only what the problems above need. \
                Write the JSON alone: no text around it, no code fence, no comments.
                """)
        #expect(RepairRound.message(problems, schema: try Self.schema()).hasSuffix(try Self.schema().source.text))
        #expect(RepairRound.instruction(try Self.schema()).contains(#""required":["score"]"#))
    }

    @Test("an answer that was cut off is asked to be shorter")
    func truncated() throws {
        guard case .failure(let problems) = try read(#"{"score": 8"#) else {
            Issue.record("was taken")
            return
        }
        #expect(problems.problems.map(\.code) == [.truncated])
        #expect(RepairRound.message(problems).contains("Be shorter"))
    }
}
