/// What looks like a secret in a line of text. A file that cannot be read as YAML has no keys and values yet, and its
/// lines are shown nevertheless.
enum SecretPattern {
    /// Endings of keys whose values are not shown.
    private static let keys = [
        "token", "secret", "bearer", "hmac", "password", "passwd", "api_key", "apikey", "api-key", "secret_key",
    ]

    /// Puts an asterisk for each character of what follows a telling key, and of a URL's credentials.
    static func hide(in line: inout [Unicode.Scalar]) {
        for colon in line.indices where line[colon] == ":" {
            guard let span = credentials(line, after: colon) ?? value(line, after: colon) else { continue }
            for index in span where line[index] != " " { line[index] = "*" }
        }
    }

    /// Between `://` and `@`.
    private static func credentials(_ line: [Unicode.Scalar], after colon: Int) -> Range<Int>? {
        let start = colon + 3
        guard start < line.count, line[colon + 1] == "/", line[colon + 2] == "/" else { return nil }
        let end = line[start...].firstIndex { " \t/\"'".unicodeScalars.contains($0) } ?? line.count
        return line[start..<end].lastIndex(of: "@").map { start..<$0 }
    }

    /// The value of a key that tells, unless it only says where the secret is to be had.
    private static func value(_ line: [Unicode.Scalar], after colon: Int) -> Range<Int>? {
        let key = line[..<colon].reversed().drop { " \"'".unicodeScalars.contains($0) }.prefix(10).reversed()
        let word = String(String.UnicodeScalarView(key)).lowercased()
        guard keys.contains(where: word.hasSuffix),
            let start = line[(colon + 1)...].firstIndex(where: { $0 != " " && $0 != "\t" })
        else { return nil }
        let first = line[start]
        guard !"{[&*!|>#,}]".unicodeScalars.contains(first) else { return nil }
        var end = start + 1
        if first == "\"" || first == "'" {
            end = line[end...].firstIndex(of: first).map { $0 + 1 } ?? line.count
            let inner = line[(start + 1)..<max(start + 1, end - 1)]
            return Reference.isWhole(inner) ? nil : start..<end
        }
        if first == "$" { end = line[start...].firstIndex(of: "}").map { $0 + 1 } ?? end }
        end = line[end...].firstIndex { ",}]".unicodeScalars.contains($0) } ?? line.count
        while end > start, line[end - 1] == " " { end -= 1 }
        return Reference.isWhole(line[start..<end]) ? nil : start..<end
    }
}
