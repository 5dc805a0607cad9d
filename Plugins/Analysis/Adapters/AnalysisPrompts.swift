import AnalysisChecker
import AnalysisFacts
import ModelAPI
import PluginSDK
import Prompts

/// The prompts of analysis, filled with facts.
struct AnalysisPrompts: Sendable {
    private let shelf: PromptShelf

    /// Reads files. - Throws: `Reject` with everything that is wrong with the operator's prompts.
    init(folder: String?) throws {
        do {
            shelf = try PromptShelf(builtIn: BuiltInPrompts.all, folder: folder)
        } catch {
            throw Reject(error.description, code: "prompts.invalid")
        }
    }

    /// As logs and traces name them.
    var names: [String] { shelf.prompts.map(\.label) }

    var list: PromptList {
        PromptList(
            prompts: shelf.prompts.map {
                PromptList.Entry(
                    id: $0.id, language: $0.language, version: $0.version, label: $0.label, source: $0.source,
                    summary: $0.summary)
            },
            warnings: shelf.warnings.map(\.description))
    }

    /// What a model is asked for a text.
    func opening(of task: TextTask) throws -> Conversation {
        let prompt = try prompt(task.endpoint.rawValue, task.language)
        let messages = try prompt.messages([
            "facts": task.factSheet, "exam_name": task.examName, "student_name": task.studentName,
        ])
        return Conversation(messages: messages, prompt: prompt.label)
    }

    /// What a model is told of what the facts do not bear.
    func correction(of problems: [ClaimProblem], in language: AnalysisLanguage) throws -> [Message] {
        try prompt("correction", language).messages([
            "problems": problems.prefix(20).map { "- " + $0.message }.joined(separator: "\n")
        ])
    }

    private func prompt(_ id: String, _ language: AnalysisLanguage) throws -> Prompt {
        guard let prompt = shelf.prompt(id, language: language.rawValue) else {
            throw Reject("There is no prompt \(id) in this language.", code: "prompts.missing", httpStatus: 500)
        }
        return prompt
    }
}

/// What a model is asked, and the prompt that it was made of.
struct Conversation: Sendable {
    var messages: [Message]
    var prompt: String

    func adding(_ more: [Message]) -> Conversation { Conversation(messages: messages + more, prompt: prompt) }
}
