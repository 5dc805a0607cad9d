/// Finds the tags of a template and the words in them.
struct TagScanner {
    struct Word {
        var text: String
        var line: Int
        var column: Int
        /// Behind `.`, `|` or `is`: no variable.
        var isMember: Bool
    }

    struct Tag {
        var isStatement: Bool
        var words: [Word] = []
    }

    private let characters: [Character]
    private var index = 0
    private var line: Int
    private var column = 1

    init(_ text: String, line: Int) {
        characters = Array(text)
        self.line = line
    }

    mutating func next() -> Tag? {
        while index + 1 < characters.count {
            guard characters[index] == "{" else {
                advance()
                continue
            }
            switch characters[index + 1] {
            case "{": return tag(isStatement: false, end: ("}", "}"))
            case "%": return tag(isStatement: true, end: ("%", "}"))
            case "#": skipComment()
            default: advance()
            }
        }
        return nil
    }

    private mutating func advance() {
        if characters[index].isNewline { (line, column) = (line + 1, 1) } else { column += 1 }
        index += 1
    }

    private mutating func skipComment() {
        while index + 1 < characters.count, !(characters[index] == "#" && characters[index + 1] == "}") { advance() }
    }

    private mutating func tag(isStatement: Bool, end: (Character, Character)) -> Tag {
        var tag = Tag(isStatement: isStatement)
        advance()
        advance()
        var behind: Character?
        var isBehindIs = false
        while index < characters.count {
            let character = characters[index]
            if character == end.0, index + 1 < characters.count, characters[index + 1] == end.1 { break }
            if character == "'" || character == "\"" {
                skipString(character)
                behind = nil
            } else if character.isLetter || character == "_" {
                let word = word(isMember: behind == "." || behind == "|" || isBehindIs)
                // `is not defined`: the test comes behind the `not`.
                isBehindIs = word.text == "is" || (isBehindIs && word.text == "not")
                tag.words.append(word)
                behind = nil
            } else {
                if !character.isWhitespace { (behind, isBehindIs) = (character, false) }
                advance()
            }
        }
        return tag
    }

    private mutating func skipString(_ quote: Character) {
        advance()
        while index < characters.count, characters[index] != quote {
            if characters[index] == "\\", index + 1 < characters.count { advance() }
            advance()
        }
        if index < characters.count { advance() }
    }

    private mutating func word(isMember: Bool) -> Word {
        var word = Word(text: "", line: line, column: column, isMember: isMember)
        while index < characters.count,
            characters[index].isLetter || characters[index].isNumber || characters[index] == "_"
        {
            word.text.append(characters[index])
            advance()
        }
        return word
    }
}
