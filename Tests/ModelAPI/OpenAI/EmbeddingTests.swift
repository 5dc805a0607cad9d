import FoundationEssentials
import ModelAPI
import PluginSDK
import Testing

/// platform.openai.com/docs/api-reference/embeddings
struct EmbeddingTests {
    private func base64(_ floats: [Float]) -> String {
        Data(floats.flatMap { float in withUnsafeBytes(of: float.bitPattern.littleEndian) { Array($0) } })
            .base64EncodedString()
    }

    private func read(_ data: String, count: Int) throws -> Embeddings {
        let body = #"{"object":"list","data":[\#(data)],"model":"e","usage":{"prompt_tokens":8,"total_tokens":8}}"#
        return try OpenAIProtocol().embeddings(bytes(body), count: count)
    }

    @Test("vectors are asked for in base64")
    func request() {
        let request = OpenAIProtocol().request(EmbeddingRequest(model: "e", texts: ["a", "나"], dimensions: 256))
        #expect(request?.path == "/embeddings")
        #expect(
            String(decoding: request?.body ?? [], as: UTF8.self)
                == #"{"model":"e","input":["a","나"],"encoding_format":"base64","dimensions":256}"#)
    }

    @Test("vectors come in base64 or as numbers, in the order of their index")
    func vectors() throws {
        let expected = Embeddings(
            vectors: [[0.5, -1], [1.25, 3]], usage: TokenUsage(input: 8, isReported: true), model: "e")
        let coded =
            #"{"index":1,"embedding":"\#(base64([1.25, 3]))"},{"index":0,"embedding":"\#(base64([0.5, -1]))"}"#
        #expect(try read(coded, count: 2) == expected)
        #expect(try read(#"{"index":0,"embedding":[0.5,-1]},{"index":1,"embedding":[1.25,3.0]}"#, count: 2) == expected)
        #expect(try read(#"{"embedding":[0.5,-1]},{"embedding":[1.25,3.0]}"#, count: 2) == expected)
    }

    @Test("what does not fit the texts is malformed")
    func malformed() {
        let one = #"{"index":0,"embedding":[1,2]}"#
        let bad = [
            "", one, one + "," + one, one + #",{"index":7,"embedding":[1,2]}"#, one + #",{"index":1,"embedding":[1]}"#,
            one + #",{"index":1,"embedding":[]}"#, one + #",{"index":1,"embedding":[1,"x"]}"#,
            one + #",{"index":1,"embedding":"AAA"}"#, one + #",{"index":1,"embedding":"AAAA"}"#,
            one + #",{"index":1,"embedding":"\#(base64([1, .nan]))"}"#, one + #",{"index":1,"embedding":[1,1e300]}"#,
            one + #",{"index":-1,"embedding":[1,2]}"#, one + #",{"index":1}"#,
        ]
        for data in bad { #expect(reason { _ = try read(data, count: 2) } == .malformed, "\(data)") }
    }

    @Test("Anthropic has none, and says so")
    func anthropic() {
        #expect(AnthropicProtocol().request(EmbeddingRequest(model: "e", texts: [])) == nil)
        #expect(reason { _ = try AnthropicProtocol().embeddings([], count: 1) } == .misconfigured)
    }
}
