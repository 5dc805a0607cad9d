import HostServiceRequests

/// Which statements are the host's business alone, by the word that they begin with: those that end the transaction
/// which the host has begun, or that stay with the connection for whoever has it next, or that reach other files.
///
/// It keeps plugins from mistakes. What a plugin may read and write is for the database to say: by the rights of the
/// role that it is reached with.
enum StatementRule {
    private static let transactions: Set = [
        "ABORT", "BEGIN", "COMMIT", "END", "RELEASE", "ROLLBACK", "SAVEPOINT", "START",
    ]
    private static let session: Set = [
        "COPY", "DEALLOCATE", "DISCARD", "LISTEN", "LOAD", "PREPARE", "RESET", "SET", "UNLISTEN",
    ]
    private static let files: Set = ["ATTACH", "DETACH", "PRAGMA", "VACUUM"]

    private static let nestedComment = "/*"
    private static let brokenComment = "\r"

    static func check(_ text: String) throws(ServiceRefusal) {
        let word = firstWord(text)
        guard !transactions.contains(word) else {
            throw .reject(
                "sql.bad_request", "\(word) is the host's: the statements of one request are one transaction")
        }
        guard word != nestedComment else {
            throw .reject("sql.bad_request", "a statement must not begin with a comment within a comment")
        }
        guard word != brokenComment else {
            throw .reject("sql.bad_request", "a comment before a statement must end with a line feed")
        }
        guard !session.contains(word), !files.contains(word) else {
            throw .reject("sql.bad_request", "\(word) is not possible here: it would outlast its transaction")
        }
    }

    /// In capitals; without what stands before it and changes nothing: spaces, comments, semicolons, `EXPLAIN`.
    static func firstWord(_ text: String) -> String {
        var rest = Substring(text).utf8
        while true {
            guard let bare = withoutComments(rest) else { return brokenComment }
            rest = bare
            let word = rest.prefix { isLetter($0) }
            let upper = String(decoding: word, as: UTF8.self).uppercased()
            guard !rest.starts(with: nestedComment.utf8) else { return nestedComment }
            guard ["EXPLAIN", "QUERY", "PLAN"].contains(upper) else { return upper }
            rest = rest.dropFirst(word.count)
        }
    }

    /// Nil when a comment has a carriage return by itself: PostgreSQL ends the comment there, SQLite does not.
    private static func withoutComments(_ text: Substring.UTF8View) -> Substring.UTF8View? {
        var rest = text
        scan: while let first = rest.first {
            if first <= 0x20 || first == UInt8(ascii: ";") {
                rest = rest.dropFirst()
            } else if rest.starts(with: "--".utf8) {
                let line = rest.prefix { $0 != UInt8(ascii: "\n") }
                rest = rest.dropFirst(line.count)
                let content = rest.isEmpty ? line : line.dropLast(line.last == UInt8(ascii: "\r") ? 1 : 0)
                guard !content.contains(UInt8(ascii: "\r")) else { return nil }
            } else if rest.starts(with: "/*".utf8) {
                guard let after = afterComment(rest.dropFirst(2)) else { break scan }
                rest = after
            } else if rest.starts(with: "\u{FEFF}".utf8) {
                rest = rest.dropFirst(3)
            } else {
                break scan
            }
        }
        return rest
    }

    /// Behind the end of a comment; nil when there is a comment within: PostgreSQL's nest, SQLite's do not.
    private static func afterComment(_ text: Substring.UTF8View) -> Substring.UTF8View? {
        var rest = text
        while let first = rest.first {
            if rest.starts(with: "*/".utf8) { return rest.dropFirst(2) }
            if first == UInt8(ascii: "/"), rest.starts(with: "/*".utf8) { return nil }
            rest = rest.dropFirst()
        }
        return rest
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}
