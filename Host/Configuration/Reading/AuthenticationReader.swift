/// `auth:` of a listener.
enum AuthenticationReader {
    /// Nil, with a problem added, when it cannot be told who may come in.
    static func read(_ node: ConfigurationNode, problems: inout ProblemList) -> AuthenticationSettings? {
        if case .scalar(let scalar) = node.content, scalar.text == AuthenticationKeys.shape.word {
            return AuthenticationSettings.none
        }
        guard let reader = MappingReader(node, AuthenticationKeys.shape, name: "auth", problems: &problems) else {
            return nil
        }
        if reader[AuthenticationKeys.bearer] == nil, reader[AuthenticationKeys.hmac] == nil {
            problems.add(
                "config.missing_key", "auth does not say who may come in",
                suggestion: "write bearer: \"${TOKEN}\" or hmac: \"${SECRET}\" in it, or auth: none",
                at: node.position)
            return nil
        }
        var settings = AuthenticationSettings()
        reader.read(AuthenticationKeys.bearer, into: &settings.bearer, problems: &problems)
        settings.signature = reader[AuthenticationKeys.hmac].flatMap { signature($0, problems: &problems) }
        return settings.isOpen ? nil : settings
    }

    private static func signature(
        _ node: ConfigurationNode, problems: inout ProblemList
    ) -> AuthenticationSettings.Signature? {
        guard let reader = MappingReader(node, AuthenticationKeys.signature, name: "hmac", problems: &problems) else {
            return nil
        }
        let secret = reader.required(AuthenticationKeys.secret, problems: &problems)
        let canonical = reader[AuthenticationKeys.canonical].flatMap {
            CanonicalText.read($0, guarding: true, problems: &problems)
        }
        let window = reader.read(AuthenticationKeys.window, problems: &problems)
        return secret.map { secret in
            var signature = AuthenticationSettings.Signature(secret: secret)
            signature.canonical = canonical ?? signature.canonical
            signature.window = window ?? signature.window
            return signature
        }
    }
}
