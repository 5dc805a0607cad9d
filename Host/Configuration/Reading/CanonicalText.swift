/// The text that a request's signature is made over, with places to be filled.
enum CanonicalText {
    /// As it is written in a file: `\n` is a line break.
    static let standard = #"{method}\n{target}\n{tenant}\n{timestamp}\n{body_sha256}"#

    private static let places = ["method", "target", "tenant", "timestamp", "body_sha256"]

    /// - Parameter guarding: whether it decides who comes in. A signature that is not over the time can be sent again
    ///   for ever, one that is not over the body holds for any other body.
    static func read(
        _ node: ConfigurationNode, guarding: Bool, problems: inout ProblemList
    ) -> String? {
        guard let text = AuthenticationKeys.canonical.read(node, &problems) else { return nil }
        let used = text.matches(of: /\{([^{}]*)\}/).map { String($0.output.1) }
        for place in used where !places.contains(place) {
            problems.add(
                "config.bad_value", "canonical has no place called \(node.isSecret ? "so" : MessageText.quoted(place))",
                suggestion: NearMiss.suggestion(for: place, among: places), at: node.position)
            return nil
        }
        if guarding, let lacking = ["timestamp", "body_sha256"].first(where: { !used.contains($0) }) {
            problems.add(
                "config.weak_secret",
                "canonical leaves out {\(lacking)}: a signature that was seen once could be used for another request",
                suggestion: "add {\(lacking)}", at: node.position)
            return nil
        }
        return text.replacing(#"\n"#, with: "\n")
    }
}
