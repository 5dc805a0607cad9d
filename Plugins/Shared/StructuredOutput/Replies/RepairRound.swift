import PluginSDK

/// What a model is told about the form of its answer: before it answers, and once more when it did not keep to it.
public enum RepairRound {
    /// Problems that are told; a model that made more has not understood the schema anyway.
    private static let mostProblems = 20

    /// The user's turn that follows an answer which could not be used.
    ///
    /// - Parameter schema: repeated where the request does not carry it itself.
    public static func message(_ problems: ReplyProblems, schema: JSONSchema? = nil) -> String {
        var lines = ["Your last answer could not be used:"]
        for problem in problems.problems.prefix(mostProblems) {
            let place = problem.pointer.isEmpty ? "" : "at \(problem.pointer): "
            lines.append("- \(place)\(problem.message).")
        }
        if problems.problems.count > mostProblems {
            lines.append("- and \(problems.problems.count - mostProblems) more of the kind.")
        }
        if problems.problems.contains(where: { $0.code == .truncated }) {
            lines.append("Be shorter, so that the answer comes to its end.")
        }
        lines.append(
            "Answer again with the whole JSON value, corrected. Change only what the problems above need. "
                + "Write the JSON alone: no text around it, no code fence, no comments.")
        if let schema { lines.append(form(schema)) }
        return lines.joined(separator: "\n")
    }

    /// What the system's text says for a provider that takes no schema with the request.
    public static func instruction(_ schema: JSONSchema) -> String {
        "Answer with one JSON value alone: no text around it, no code fence, no comments.\n" + form(schema)
    }

    private static func form(_ schema: JSONSchema) -> String {
        "It has to fit this JSON Schema:\n" + schema.source.text
    }
}
