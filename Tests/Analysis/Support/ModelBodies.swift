import PluginSDK
import PluginTestKit

/// Answers in the form of OpenAI's chat completions (platform.openai.com/docs/api-reference/chat).
enum ModelBodies {
    static func chat(_ text: String, finish: String = "stop", input: Int = 100, output: Int = 20) -> MemoryAnswer {
        let document: JSONValue = [
            "id": "chatcmpl-7", "object": "chat.completion", "model": "small-2026",
            "choices": [
                [
                    "index": 0, "message": ["role": "assistant", "content": .string(text)],
                    "finish_reason": .string(finish),
                ]
            ],
            "usage": usage(input, output),
        ]
        return .json(document.text)
    }

    /// A whole answer in pieces.
    static func stream(_ pieces: [String], finish: String = "stop", input: Int = 30, output: Int = 6) -> MemoryAnswer {
        let end = [
            event(["index": 0, "delta": [:], "finish_reason": .string(finish)]), usageEvent(input, output), done,
        ]
        return script(pieces.map { .bytes(delta($0)) } + end.map { .bytes($0) })
    }

    /// An answer in pieces whose end is the test's to say.
    static func script(_ pieces: [MemoryPiece]) -> MemoryAnswer {
        .script(UpstreamHead(status: 200, headers: [("content-type", "text/event-stream")]), pieces)
    }

    static func delta(_ text: String) -> [UInt8] {
        event(["index": 0, "delta": ["content": .string(text)], "finish_reason": .null])
    }

    private static let done = Array("data: [DONE]\n\n".utf8)

    private static func usage(_ input: Int, _ output: Int) -> JSONValue {
        [
            "prompt_tokens": .integer(input), "completion_tokens": .integer(output),
            "total_tokens": .integer(input + output),
        ]
    }

    private static func usageEvent(_ input: Int, _ output: Int) -> [UInt8] {
        let document: JSONValue = [
            "id": "chatcmpl-7", "object": "chat.completion.chunk", "model": "small-2026", "choices": [],
            "usage": usage(input, output),
        ]
        return Array("data: \(document.text)\n\n".utf8)
    }

    private static func event(_ choice: JSONValue) -> [UInt8] {
        let document: JSONValue = [
            "id": "chatcmpl-7", "object": "chat.completion.chunk", "model": "small-2026", "choices": [choice],
        ]
        return Array("data: \(document.text)\n\n".utf8)
    }
}
