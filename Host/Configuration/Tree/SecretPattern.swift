/// What looks like a secret in a line of text. A file that cannot be read as YAML has no keys and values yet, and its
/// lines are shown nevertheless.
enum SecretPattern {
    /// The line with an asterisk for each character of what follows a telling key, and of a URL's credentials.
    static func hidden(_ line: String) -> String {
        var spans: [Range<String.Index>] = []
        let keyed =
            /(?i)(?:token|secret|bearer|hmac|password|passwd|api_?key)["']?\s*:\s*(?<value>"[^"]*"?|'[^']*'?|[^\s"'{\[&*!|>#,][^,}\]]*)/
        for match in line.matches(of: keyed) where !isReference(match.output.value) {
            spans.append(match.output.value.startIndex..<match.output.value.endIndex)
        }
        for match in line.matches(of: /:\/\/(?<credentials>[^\s\/@"']+)@/) {
            spans.append(match.output.credentials.startIndex..<match.output.credentials.endIndex)
        }
        guard !spans.isEmpty else { return line }
        var out = String.UnicodeScalarView()
        for index in line.unicodeScalars.indices {
            let scalar = line.unicodeScalars[index]
            out.append(scalar != " " && spans.contains { $0.contains(index) } ? "*" : scalar)
        }
        return String(out)
    }

    private static func isReference(_ value: Substring) -> Bool {
        value.wholeMatch(of: /["']?\$\{([A-Za-z0-9_]+|file:[^}]*)\}?["']?\s*/) != nil
    }
}
