import HostDatabase
import HostDeadLetters
import HostObservability

/// Letters as commands show them.
enum LetterText {
    static func json(_ letter: LetterSummary) -> String { JSONText.object(members(letter)) }

    static func json(_ letter: LetterRecord) -> String {
        let headers = letter.headers.map { ($0.name, JSONText.quoted($0.value)) }
        return JSONText.object(members(letter.summary) + [("headers", JSONText.object(headers))])
    }

    static func time(_ milliseconds: Int64) -> String {
        Timestamp.rfc3339(seconds: Int(milliseconds / 1_000), milliseconds: Int(milliseconds % 1_000))
    }

    /// Carries out a change and says how many letters it was.
    static func change(
        _ file: ConfigurationOption, _ choice: LetterChoice, _ word: String,
        _ body: (DeadLetters, LetterSelection) throws(DatabaseFailure) -> Int
    ) throws {
        let letters = DeadLetters(database: try EmbeddedFile.open(file.host), clock: .system)
        let count = try EmbeddedFile.reporting { () throws(DatabaseFailure) in try body(letters, choice.selection) }
        print("\(count) letter\(count == 1 ? "" : "s") \(word)")
    }

    private static func members(_ letter: LetterSummary) -> [(String, String)] {
        func text(_ value: String?) -> String { value.map(JSONText.quoted) ?? "null" }
        return [
            ("number", String(letter.number)), ("state", text(letter.state.rawValue)), ("job", text(letter.job)),
            ("origin", text(letter.origin)), ("processor", text(letter.processor)),
            ("operation", text(letter.operation)), ("status", text(letter.status.rawValue)),
            ("code", text(letter.code)), ("reason", text(letter.reason)), ("attempts", String(letter.attempts)),
            ("replays", String(letter.replays)), ("tenant", text(letter.tenant)), ("subject", text(letter.subject)),
            ("created", text(time(letter.created))), ("failed", text(time(letter.failed))),
            ("size", String(letter.size)),
        ]
    }
}
