import Templates

/// Why a prompt cannot be made into messages. Holds no value that was to be printed.
public enum PromptFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// A variable without a value: the plugin's mistake.
    case missing(String, in: String)
    /// The text came upon a limit, or did with a value what it cannot.
    case rendering(TemplateError, in: String)

    public var description: String {
        switch self {
        case .missing(let name, let label): "the prompt \(label) needs a value for '\(name)'"
        case .rendering(let error, let label): "the prompt \(label) cannot be filled in: \(error)"
        }
    }
}
