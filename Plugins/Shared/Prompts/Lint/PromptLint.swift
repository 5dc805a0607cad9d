import Templates
import TokenBudget

/// Checks what a prompt's text does with its variables, and how long it is.
struct PromptLint {
    private let prompt: Prompt
    private let mostTokens: Int
    private(set) var problems: [PromptProblem] = []

    init(_ prompt: Prompt, mostTokens: Int) {
        self.prompt = prompt
        self.mostTokens = mostTokens
    }

    mutating func check() {
        checkNames()
        guard problems.isEmpty else { return }
        checkSample()
    }

    private mutating func report(
        _ severity: PromptProblem.Severity, _ code: String, _ line: Int, _ column: Int, _ message: String
    ) {
        problems.append(PromptProblem(severity, code, prompt.source, line, column, message))
    }

    private mutating func checkNames() {
        let declared = prompt.variables.map(\.name)
        var used: Set<String> = []
        for turn in prompt.turns {
            let names = NameUses(turn)
            for statement in names.refused {
                report(
                    .error, "statement", statement.line, statement.column,
                    "prompts have 'if' and 'for' and no '\(statement.name)'; write the text out")
            }
            for use in names.uses where !names.bound.contains(use.name) {
                used.insert(use.name)
                if turn.speaker == .system {
                    report(
                        .error, "variable", use.line, use.column,
                        "the system's text has no variables: what comes from outside must not become an instruction; "
                            + "print '\(use.name)' in '== user =='")
                } else if !declared.contains(use.name) {
                    report(.error, "variable", use.line, use.column, Self.undeclared(use.name, declared))
                }
            }
        }
        for name in declared where !used.contains(name) {
            report(
                .error, "variable", 1, 1, "the variable '\(name)' is declared and never used; print it or take it away")
        }
    }

    /// The template language knows which name was most likely meant.
    private static func undeclared(_ name: String, _ declared: [String]) -> String {
        let known = Dictionary(uniqueKeysWithValues: declared.map { ($0, TemplateValue.string("")) })
        do throws(TemplateError) {
            _ = try TemplateSet(sources: ["": "{{ \(name) }}"], autoescape: false).render("", known)
            return "'\(name)' is not declared under 'variables:'"
        } catch {
            return "\(error.message); variables are declared under 'variables:'"
        }
    }

    /// Fills the text in with a sample of each variable, and looks at what became of it.
    private mutating func checkSample() {
        let names = prompt.variables.map(\.name)
        var data: [String: TemplateValue] = [:]
        for name in names { data[name] = .string(QuotedText.text(Self.sample(name), name: name, names: names)) }
        var tokens = 0
        for turn in prompt.turns {
            do throws(PromptFailure) {
                let text = try prompt.text(turn, turn.speaker == .system ? [:] : data)
                tokens += TokenEstimate(vocabulary: nil).tokens(in: text)
                checkFilledIn(text, turn, names)
            } catch {
                guard case .rendering(let failure, _) = error else { continue }
                report(.error, "template", max(failure.line, turn.line), max(1, failure.column), failure.message)
            }
        }
        if tokens > mostTokens {
            report(.error, "length", 1, 1, "the text is about \(tokens) tokens; make it \(mostTokens) or fewer")
        }
    }

    private mutating func checkFilledIn(_ text: String, _ turn: PromptTurn, _ names: [String]) {
        var rest = text
        for name in names {
            rest = rest.replacing(QuotedText.text(Self.sample(name), name: name, names: names), with: "")
        }
        if rest.lowercased().contains(Self.mark) {
            report(
                .error, "quoting", turn.line, 1,
                "a variable is printed as it is, {{ name }}, on a line of its own and through no filter: then it stands "
                    + "between its tags")
        }
        if ["{{", "}}", "{%", "%}"].contains(where: { rest.contains($0) }) {
            report(.error, "template", turn.line, 1, "a tag of the template language is left in the text")
        }
    }

    private static let mark = "zqsample"
    private static func sample(_ name: String) -> String { "\(mark) \(name) \(mark)" }
}
