import Fuzzing
import ModelAPI
import PluginSDK
import Testing

/// Nothing that a provider sends traps, and what a stream means does not hang on how it was cut.
struct MutationTests {
    private static let openAIStreams = [ChatStreamTests.text, ChatStreamTests.calls].map(bytes)
    private static let anthropicStreams = [MessagesStreamTests.text, MessagesStreamTests.calls].map(bytes)

    private func cut(_ bytes: [UInt8], _ random: inout SeededRandom) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = min(rest.count, Int.random(in: 1...200, using: &random))
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }

    private func readStreams(_ api: some ModelProtocol, _ samples: [[UInt8]], _ seed: UInt64) {
        var random = SeededRandom(seed)
        var (whole, failed) = (0, 0)
        for round in 0..<FuzzRounds.count(10_000) {
            let stream = samples[round % samples.count].mutated(&random)
            let heard = Heard(api, [stream])
            if round % 10 == 0 { #expect(Heard(api, cut(stream, &random)) == heard) }
            if heard.failure == nil {
                whole += 1
                #expect(heard.events.filter { if case .finished = $0 { true } else { false } }.count == 1)
            } else {
                failed += 1
            }
        }
        #expect(whole > 100 && failed > 100)
    }

    @Test("mutated streams of OpenAI are read or refused")
    func mutatedOpenAIStreams() { readStreams(OpenAIProtocol(), Self.openAIStreams, 1) }

    @Test("mutated streams of Anthropic are read or refused")
    func mutatedAnthropicStreams() { readStreams(AnthropicProtocol(), Self.anthropicStreams, 2) }

    @Test("mutated answers of both are read or refused")
    func mutatedAnswers() {
        let anthropic = bytes(
            #"{"id":"msg_1","content":[{"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f","input":{"a":[1]}}],"#
                + #""stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}"#)
        let embeddings = bytes(
            #"{"data":[{"index":0,"embedding":"AACAPwAAAEA="},{"index":1,"embedding":[1,2.5]}],"usage":{"prompt_tokens":1}}"#
        )
        var random = SeededRandom(3)
        var (read, refused) = (0, 0)
        for _ in 0..<FuzzRounds.count(10_000) {
            do {
                _ = try OpenAIProtocol().completion(bytes(ChatAnswerTests.usual).mutated(&random))
                read += 1
            } catch {
                refused += 1
            }
            _ = try? AnthropicProtocol().completion(anthropic.mutated(&random))
            if let found = try? OpenAIProtocol().embeddings(embeddings.mutated(&random), count: 2) {
                #expect(found.vectors.count == 2)
            }
        }
        #expect(read > 100 && refused > 100)
    }

    @Test("mutated refusals are understood or taken by their status")
    func mutatedRefusals() {
        let sample = bytes(
            #"{"error":{"message":"This model's maximum context length is 1","type":"invalid_request_error","code":"context_length_exceeded"}}"#
        )
        var random = SeededRandom(4)
        for _ in 0..<FuzzRounds.count(10_000) {
            let value = String(decoding: bytes("Sun, 06 Nov 1994 08:49:37 GMT").mutated(&random), as: UTF8.self)
            let failure = OpenAIProtocol().failure(
                status: 400, headers: [("retry-after", value)], body: sample.mutated(&random), now: 0)
            let possible: [ModelFailure.Reason] = [.contextTooLong, .badRequest]
            #expect(possible.contains(failure.reason))
        }
    }
}
