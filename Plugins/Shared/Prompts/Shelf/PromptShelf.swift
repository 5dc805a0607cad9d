/// All prompts of a plugin: those that are built in, and an operator's that go before them.
///
/// Immutable: it is read once, when the plugin starts; a reload makes a new one.
public struct PromptShelf: Sendable {
    /// Sorted by id and language.
    public let prompts: [Prompt]
    /// What somebody should know and what keeps no prompt from being used.
    public let warnings: [PromptProblem]
    private let byName: [String: Prompt]

    /// Reads and checks all prompts. Reads files: not on a thread that must not wait.
    ///
    /// - Parameters:
    ///   - builtIn: at least what the plugin asks for.
    ///   - folder: the operator's files, named as the built-in ones that they replace; nil: none.
    ///   - mostTokens: of one prompt's text, about, without its variables.
    /// - Throws: everything that is wrong with any of them.
    public init(builtIn: [PromptFile], folder: String? = nil, mostTokens: Int = 4_000) throws(PromptProblems) {
        var collected = PromptCollection(mostTokens: mostTokens)
        for file in builtIn { collected.add(file) }
        if let folder {
            let listing = PromptFolder(folder).read()
            collected.problems += listing.problems
            for file in listing.files { collected.override(file) }
        }
        let errors = collected.problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw PromptProblems(errors) }
        warnings = PromptProblems(collected.problems).problems
        byName = collected.prompts
        prompts = collected.prompts.values.sorted { ($0.id, $0.language) < ($1.id, $1.language) }
    }

    /// Nil: there is none.
    public func prompt(_ id: String, language: String) -> Prompt? {
        byName[PromptCollection.key(id, language)]
    }
}
