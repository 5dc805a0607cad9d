/// Which names a prompt's text uses, told from its tags alone: also those in branches that no sample takes.
///
/// Prompts are simple: they print values, ask `if` and repeat `for`. Other statements are refused, so that a look at the
/// words is enough.
struct NameUses {
    struct Use: Hashable {
        var name: String
        /// In the file.
        var line: Int
        var column: Int
    }

    private(set) var uses: [Use] = []
    /// Names that `for` gives, and `loop`.
    private(set) var bound: Set<String> = []
    /// Statements that prompts do not have.
    private(set) var refused: [Use] = []

    static let statements: Set = ["if", "elif", "else", "endif", "for", "endfor"]
    /// Words of the template language, and names that it defines.
    static let words: Set = [
        "if", "elif", "else", "endif", "for", "endfor", "in", "not", "and", "or", "is", "true", "false", "none", "True",
        "False", "None", "recursive", "loop", "range", "dict", "namespace", "cycler", "joiner", "lipsum",
    ]

    /// - Parameter line: the file's line of the section's mark; its text begins on the next.
    init(_ turn: PromptTurn) {
        var scanner = TagScanner(turn.body, line: turn.line + 1)
        while let tag = scanner.next() { read(tag) }
    }

    private mutating func read(_ tag: TagScanner.Tag) {
        var words = tag.words[...]
        guard let first = words.first else { return }
        if tag.isStatement {
            let use = Use(name: first.text, line: first.line, column: first.column)
            guard Self.statements.contains(first.text) else { return refused.append(use) }
            words = words.dropFirst()
            if first.text == "for" {
                for word in words.prefix(while: { $0.text != "in" }) { bound.insert(word.text) }
            }
        }
        for word in words where !word.isMember && !Self.words.contains(word.text) {
            uses.append(Use(name: word.text, line: word.line, column: word.column))
        }
    }
}
