/// What no prompt's file may have in it, whatever it says.
struct TextLint {
    private let file: String
    private(set) var problems: [PromptProblem] = []

    init(_ file: String) { self.file = file }

    mutating func check(_ lines: [Substring]) {
        for (index, line) in lines.enumerated() {
            checkCharacters(line, index + 1)
            checkEnd(line, index + 1)
            checkSecrets(line, index + 1)
        }
    }

    private mutating func checkCharacters(_ line: Substring, _ number: Int) {
        for (column, scalar) in line.unicodeScalars.enumerated() where QuotedText.isInvisible(scalar) || scalar == "\r"
        {
            let code = String(scalar.value, radix: 16, uppercase: true)
            let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
            let what =
                scalar == "\r" ? "the line ends with CR LF; end lines with LF" : "\(name) is not seen; take it away"
            problems.append(PromptProblem(.error, "character", file, number, column + 1, what))
            return
        }
    }

    private mutating func checkEnd(_ line: Substring, _ number: Int) {
        guard let last = line.last, last == " " || last == "\t" else { return }
        problems.append(
            PromptProblem(
                .warning, "trailing_space", file, number, line.count, "the line ends with space; take it away"))
    }

    private mutating func checkSecrets(_ line: Substring, _ number: Int) {
        let words = line.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "-_+/.=".contains($0))) }
        for word in words where Self.looksSecret(word) {
            let column = line.distance(from: line.startIndex, to: word.startIndex) + 1
            problems.append(
                PromptProblem(
                    .error, "secret", file, number, column,
                    "this looks like a key or a password, and providers keep prompts; take it away"))
        }
    }

    /// By how keys begin, or a long run of letters and digits of all kinds as nobody writes in prose.
    private static func looksSecret(_ word: Substring) -> Bool {
        let prefixes = [
            "sk-", "sk_live_", "pk_live_", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-", "AKIA", "AIza", "eyJ",
        ]
        if word.count >= 16, prefixes.contains(where: { word.hasPrefix($0) }) { return true }
        if word.hasPrefix("-----BEGIN") { return true }
        return word.count >= 32 && word.contains(where: \.isNumber) && word.contains(where: \.isUppercase)
            && word.contains(where: \.isLowercase)
    }
}
