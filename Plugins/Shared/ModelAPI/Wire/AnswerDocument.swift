import PluginSDK

/// The JSON of a body whose status is a success.
enum AnswerDocument {
    /// - Throws: `malformed` when it is no object; what it says when it is an error all the same.
    static func read(_ body: [UInt8]) throws(ModelFailure) -> JSONValue {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: body)
        } catch {
            throw .malformed("it is not JSON")
        }
        guard document.isObject else { throw .malformed("it is no JSON object") }
        if let error = document["error"], error.isObject || error.string?.isEmpty == false {
            throw ModelFailure(inAnswer: document)
        }
        return document
    }
}

extension WireRequest {
    static func jsonHeaders(isStream: Bool) -> [(name: String, value: String)] {
        [
            ("content-type", "application/json"), ("accept", isStream ? "text/event-stream" : "application/json"),
        ]
    }
}
