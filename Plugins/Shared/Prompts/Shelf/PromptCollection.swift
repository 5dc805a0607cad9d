/// Prompts while they are read.
struct PromptCollection {
    let mostTokens: Int
    private(set) var prompts: [String: Prompt] = [:]
    var problems: [PromptProblem] = []

    init(mostTokens: Int) { self.mostTokens = mostTokens }

    static func key(_ id: String, _ language: String) -> String { "\(id).\(language)" }

    mutating func add(_ file: PromptFile) {
        guard let prompt = read(file) else { return }
        if prompts.updateValue(prompt, forKey: Self.key(prompt.id, prompt.language)) != nil {
            problems.append(
                PromptProblem(.error, "name", file.path, 1, 1, "there are two prompts of this id and language"))
        }
    }

    /// The plugin gives no other values than the built-in prompt's, and asks for no other prompts.
    mutating func override(_ file: PromptFile) {
        guard let prompt = read(file) else { return }
        let key = Self.key(prompt.id, prompt.language)
        guard let builtIn = prompts[key] else {
            let known = prompts.keys.sorted().map { $0 + PromptFile.ending }.joined(separator: ", ")
            return report(file, "name", "no prompt of this name is asked for; the names are \(known)")
        }
        let given = builtIn.variables.map(\.name)
        for variable in prompt.variables where !given.contains(variable.name) {
            let known = given.joined(separator: ", ")
            report(file, "variable", "nobody gives a value for '\(variable.name)'; there are \(known)")
        }
        if prompt.role != builtIn.role {
            report(file, "header", "the role is '\(builtIn.role.rawValue)', as that of the prompt that it replaces")
        }
        if prompt.digest != builtIn.digest, prompt.version <= builtIn.version {
            problems.append(
                PromptProblem(
                    .warning, "version", file.path, 1, 1,
                    "the text is another than that of version \(builtIn.version), which is built in; raise the version "
                        + "above \(builtIn.version), and look at what the built-in one changed"))
        }
        prompts[key] = prompt
    }

    private mutating func read(_ file: PromptFile) -> Prompt? {
        var reader = PromptReader(file)
        let prompt = reader.read()
        problems += reader.problems
        guard let prompt else { return nil }
        var lint = PromptLint(prompt, mostTokens: mostTokens)
        lint.check()
        problems += lint.problems
        return prompt
    }

    private mutating func report(_ file: PromptFile, _ code: String, _ message: String) {
        problems.append(PromptProblem(.error, code, file.path, 1, 1, message))
    }
}
