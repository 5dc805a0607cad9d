import ModelAPI
import Templates

/// A prompt that was read and checked: the text that a model is given, with places for what changes.
///
/// What changes comes from outside, and never becomes an instruction: the system's text has no variables, and everywhere
/// else a value is printed between tags of its name, `<facts>` and `</facts>` on lines of their own, and cannot hold
/// such a tag itself.
public struct Prompt: Sendable {
    /// What it is for: `exam-commentary`.
    public let id: String
    /// Raised with each change of the text.
    public let version: Int
    /// As plugins name it: `ko`.
    public let language: String
    public let summary: String
    public let variables: [PromptVariable]
    public let role: PromptRole
    /// Where it comes from: the file's name, with the operator's folder before it if it is from there.
    public let source: String
    /// The first 8 hexadecimal digits of the file's SHA-256.
    public let digest: String
    let turns: [PromptTurn]

    /// For logs, metrics and traces: `exam-commentary@2#1f0c88ab`.
    public var label: String { "\(id)@\(version)#\(digest)" }

    /// The messages, with values in their places.
    ///
    /// Takes microseconds to a few milliseconds, and keeps within 512 KiB of stack.
    ///
    /// - Parameter values: by name, a value for each variable. Values of other names are left aside. An empty value
    ///   prints nothing, not even its tags.
    public func messages(_ values: [String: String]) throws(PromptFailure) -> [Message] {
        var data: [String: TemplateValue] = [:]
        let names = variables.map(\.name)
        for name in names {
            guard let value = values[name] else { throw .missing(name, in: label) }
            data[name] = .string(QuotedText.text(value, name: name, names: names))
        }
        var messages: [Message] = []
        for turn in turns { messages.append(try message(turn, data)) }
        return messages
    }

    private func message(_ turn: PromptTurn, _ data: [String: TemplateValue]) throws(PromptFailure) -> Message {
        switch turn.speaker {
        case .system: .system(try text(turn, [:]))
        case .user: .user(try text(turn, data))
        case .assistant: .assistant(try text(turn, data))
        }
    }

    func text(_ turn: PromptTurn, _ data: [String: TemplateValue]) throws(PromptFailure) -> String {
        do throws(TemplateError) {
            let rendering = try turn.template.render(source, data, limits: Self.limits)
            return Self.trimmed(rendering.text)
        } catch {
            throw .rendering(error, in: label)
        }
    }

    private static let limits = TemplateLimits(
        steps: 200_000, outputBytes: 4 << 20, depth: 50, rangeElements: 1_000, seconds: 1)

    private static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }
}

/// A value that a prompt needs.
public struct PromptVariable: Sendable, Hashable {
    public var name: String
    /// What it is, for who writes prompts.
    public var summary: String
}

/// Where in a conversation a prompt stands.
public enum PromptRole: String, Sendable, Hashable, CaseIterable {
    /// It begins one, with what the system says.
    case opening
    /// It goes on with one that another prompt began: no system's text.
    case followUp = "follow-up"
}

/// One section of a prompt.
struct PromptTurn: Sendable {
    enum Speaker: String, Sendable, CaseIterable {
        case system, user, assistant
    }

    let speaker: Speaker
    /// Holds one template, of the file's name; its lines are the file's.
    let template: TemplateSet
    /// The file's line on which the section begins.
    let line: Int
    /// The text of the section, as it stands in the file.
    let body: String
}
