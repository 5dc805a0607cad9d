import PluginSDK

/// Answers in the form of OpenAI's chat completions (platform.openai.com/docs/api-reference/chat).
enum ModelBodies {
    static func chat(
        _ text: String, finish: String = "stop", model: String = "small-2026", input: Int = 100, output: Int = 20,
        cached: Int = 0
    ) -> String {
        document(
            ["role": "assistant", "content": .string(text)], finish, model,
            usage: [
                "prompt_tokens": .integer(input), "completion_tokens": .integer(output),
                "total_tokens": .integer(input + output),
                "prompt_tokens_details": ["cached_tokens": .integer(cached)],
            ])
    }

    static func withoutUsage(_ text: String) -> String {
        document(["role": "assistant", "content": .string(text)], "stop", "small-2026", usage: nil)
    }

    static func refusal(_ sentence: String) -> String {
        document(
            ["role": "assistant", "content": .null, "refusal": .string(sentence)], "stop", "small-2026",
            usage: ["prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15])
    }

    static func error(_ message: String, type: String, code: String? = nil) -> String {
        let error: JSONValue = [
            "message": .string(message), "type": .string(type), "param": .null,
            "code": code.map { .string($0) } ?? .null,
        ]
        return JSONValue.object(["error": error]).text
    }

    /// A stream's event.
    static func delta(_ text: String) -> String {
        event(["index": 0, "delta": ["content": .string(text)], "finish_reason": .null])
    }

    static func finish(_ reason: String = "stop") -> String {
        event(["index": 0, "delta": [:], "finish_reason": .string(reason)])
    }

    static let begin = event(["index": 0, "delta": ["role": "assistant", "content": ""], "finish_reason": .null])
    static let done = "data: [DONE]\n\n"

    static func usage(input: Int, output: Int) -> String {
        let document: JSONValue = [
            "id": "chatcmpl-7", "object": "chat.completion.chunk", "model": "small-2026", "choices": [],
            "usage": [
                "prompt_tokens": .integer(input), "completion_tokens": .integer(output),
                "total_tokens": .integer(input + output),
            ],
        ]
        return "data: \(document.text)\n\n"
    }

    static func vectors(_ count: Int, length: Int = 3) -> String {
        let data = (0..<count).map { index -> JSONValue in
            [
                "object": "embedding", "index": .integer(index),
                "embedding": .array((0..<length).map { .number(Double(index) + Double($0) / 4) }),
            ]
        }
        let document: JSONValue = [
            "object": "list", "model": "small-2026", "data": .array(data),
            "usage": ["prompt_tokens": .integer(count * 4), "total_tokens": .integer(count * 4)],
        ]
        return document.text
    }

    private static func event(_ choice: JSONValue) -> String {
        let document: JSONValue = [
            "id": "chatcmpl-7", "object": "chat.completion.chunk", "model": "small-2026", "choices": [choice],
        ]
        return "data: \(document.text)\n\n"
    }

    private static func document(_ message: JSONValue, _ finish: String, _ model: String, usage: JSONValue?) -> String {
        var document: [String: JSONValue] = [
            "id": "chatcmpl-7", "object": "chat.completion", "model": .string(model),
            "choices": [["index": 0, "message": message, "finish_reason": .string(finish)]],
        ]
        if let usage { document["usage"] = usage }
        return JSONValue.object(document).text
    }
}
