import ModelAPI
import PluginSDK
import StructuredOutput
import Testing

@testable import LanguageModel

@Suite("Structured answers", .timeLimit(.minutes(1)))
struct StructuredTests {
    private static func schema() throws -> JSONSchema {
        try JSONSchema([
            "type": "object", "properties": ["score": ["type": "integer"]], "required": ["score"],
            "additionalProperties": false,
        ])
    }

    @Test("an answer that fits is taken, also out of a fence")
    func fits() async throws {
        let upstream = FakeUpstream { _, _ in .response(200, ModelBodies.chat("```json\n{\"score\": 7}\n```")) }
        let model = try TestModels.model("{}", upstream, clock: LeapingClock().model)
        let (value, answer) = try await model.structured(
            TestModels.request, schema: Self.schema(), name: "score", job: upstream.job())
        #expect(value == ["score": 7])
        #expect(answer.attempts == 1)
        #expect(upstream.requests.first?.body["response_format"]?["type"] == "json_schema")
    }

    @Test("one that does not fit is asked for once more with what is wrong, and both are counted")
    func repaired() async throws {
        let upstream = FakeUpstream { _, number in
            .response(200, ModelBodies.chat(number == 1 ? #"{"score": "seven"}"# : #"{"score": 7}"#))
        }
        let model = try TestModels.model("{}", upstream, clock: LeapingClock().model)
        let (value, answer) = try await model.structured(
            TestModels.request, schema: Self.schema(), name: "score", job: upstream.job())
        #expect(value == ["score": 7])
        #expect(answer.attempts == 2)
        #expect(answer.completion.usage.input == 200)
        let second = try #require(upstream.requests.last)
        #expect(second.messages.count == 3)
        #expect(second.messages[1]["content"] == #"{"score": "seven"}"#)
        guard case .string(let told)? = second.messages[2]["content"] else {
            Issue.record("The second request says nothing.")
            return
        }
        #expect(told.contains("/score"))
    }

    @Test("the second answer is the last, and its words are not in the failure")
    func givenUp() async throws {
        let upstream = FakeUpstream { _, _ in .response(200, ModelBodies.chat(#"{"Minji": 3}"#)) }
        let model = try TestModels.model("{}", upstream, clock: LeapingClock().model)
        let schema = try Self.schema()
        let failed = await failure { () async throws(ModelFailure) in
            try await model.structured(TestModels.request, schema: schema, name: "score", job: upstream.job())
        }
        #expect(failed?.reason == .invalidOutput)
        #expect(failed.map { !$0.message.contains("Minji") } == true)
        #expect(failed?.jobFailure() is Reject)
        #expect(upstream.requests.count == 2)
    }

    @Test("both rounds together have the time of one call")
    func oneDeadline() async throws {
        let clock = LeapingClock()
        let upstream = FakeUpstream { _, _ in
            clock.advance(by: .seconds(6))
            return .response(200, ModelBodies.chat("no JSON"))
        }
        let model = try TestModels.model(#"{"deadline": "10s"}"#, upstream, clock: clock.model)
        let schema = try Self.schema()
        _ = await failure { () async throws(ModelFailure) in
            try await model.structured(TestModels.request, schema: schema, name: "score", job: upstream.job())
        }
        #expect(upstream.requests.map(\.timeout) == [.seconds(10), .seconds(4)])
    }

    @Test("a server that takes no schema is told the form in words", arguments: ["json", "prompt"])
    func inWords(_ mode: String) async throws {
        let upstream = FakeUpstream { _, _ in .response(200, ModelBodies.chat(#"{"score": 7}"#)) }
        let model = try TestModels.model(
            #"{"dialect": {"structured": "\#(mode)"}}"#, upstream, clock: LeapingClock().model)
        _ = try await model.structured(TestModels.request, schema: Self.schema(), name: "score", job: upstream.job())
        let sent = try #require(upstream.requests.first)
        #expect(sent.body["response_format"]?["type"] == (mode == "json" ? "json_object" : nil))
        #expect(sent.messages.first?["role"] == "system")
        guard case .string(let text)? = sent.messages.first?["content"] else {
            Issue.record("There is no instruction.")
            return
        }
        #expect(text.contains(#""required":["score"]"#))
    }
}
