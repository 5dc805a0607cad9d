/// What to do about the commonest complaints of the YAML parser.
enum SyntaxHint {
    private static let hints: [(complaint: String, hint: String)] = [
        ("mapping values are not allowed", "is a colon missing in the line above? Text with \": \" in it is quoted"),
        ("could not find expected ':'", "write a key as key: value"),
        ("did not find expected ',' or '}'", "close the { with a }; text with \": \" or braces in it is quoted"),
        ("did not find expected ',' or ']'", "close the [ with a ]; text with \": \" or brackets in it is quoted"),
        ("did not find expected key", "the keys of one mapping begin in one column"),
        ("did not find expected '-' indicator", "the elements of one list begin in one column"),
        ("found unexpected end of stream", "close the quotes"),
        ("found character that cannot start any token", "quote text that begins so"),
        ("found unknown escape character", "in single quotes a \\ is only a \\"),
    ]

    /// - Parameter indent: the blank characters that the line begins with.
    static func hint(for complaint: String, indent: String) -> String? {
        if indent.contains("\t") { return "indent with spaces, not with tabs" }
        return hints.first { complaint.hasPrefix($0.complaint) }?.hint
    }
}
