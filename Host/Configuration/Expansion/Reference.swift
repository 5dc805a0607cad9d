/// `${NAME}`, `${NAME:-default}` and `${file:PATH}` as text.
enum Reference {
    /// Whether a text is nothing but one reference without a default: it says where a value is to be had, and nothing
    /// of the value.
    static func isWhole(_ text: some BidirectionalCollection<Unicode.Scalar>) -> Bool {
        guard text.starts(with: "${".unicodeScalars), text.last == "}" else { return false }
        let inner = text.dropFirst(2).dropLast()
        guard !inner.isEmpty, !inner.contains("}") else { return false }
        return inner.starts(with: "file:".unicodeScalars) || inner.allSatisfy { $0 == "_" || isAlphanumeric($0) }
    }

    /// Whether a text can name a variable: letters, digits and `_`, no digit first.
    static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
        return text.unicodeScalars.allSatisfy { $0 == "_" || isAlphanumeric($0) }
    }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}
