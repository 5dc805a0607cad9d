/// Marks the values of a tree that must not be shown: those at keys of secrets, those that came from files, and
/// addresses with credentials in them.
struct SecretMarking {
    /// Told of every value that is marked.
    private(set) var source: ConfigurationSource

    init(source: ConfigurationSource) { self.source = source }

    mutating func mark(_ node: ConfigurationNode, _ shape: SettingShape) -> ConfigurationNode {
        let content: ConfigurationNode.Content
        switch node.content {
        case .scalar(var scalar):
            guard Self.isSecret(scalar, shape) else { return node }
            scalar.isSecret = true
            source.hide(node)
            content = .scalar(scalar)
        case .sequence(let elements):
            content = .sequence(elements.map { mark($0, Self.element(of: shape)) })
        case .mapping(let members):
            content = .mapping(
                members.map { member in
                    let value = mark(member.value, Self.member(member.key, of: shape))
                    return .init(key: member.key, keyPosition: member.keyPosition, value: value)
                })
        }
        return ConfigurationNode(content: content, position: node.position)
    }

    private static func isSecret(_ scalar: ConfigurationNode.Scalar, _ shape: SettingShape) -> Bool {
        scalar.comesFromFile || isSecret(shape, text: scalar.text)
    }

    private static func isSecret(_ shape: SettingShape, text: String) -> Bool {
        switch shape {
        case .secret: true
        case .url: text.contains("@")
        case .location: text.contains("://") && text.contains("@")
        case .list(let element), .oneOrMore(let element): isSecret(element, text: text)
        case .mapping(let mapping):
            mapping.word != text
                && mapping.short.flatMap { mapping[$0] }.map { isSecret($0.shape, text: text) } ?? false
        case .text, .integer, .number, .boolean, .duration, .size, .choice, .named, .headers, .anything, .settings:
            false
        }
    }

    private static func element(of shape: SettingShape) -> SettingShape {
        switch shape {
        case .list(let element), .oneOrMore(let element): element
        // A list where one secret is asked for: each of its elements may be one.
        case .secret: .secret
        default: .anything
        }
    }

    private static func member(_ key: String, of shape: SettingShape) -> SettingShape {
        switch shape {
        case .mapping(let mapping): mapping[key]?.shape ?? .anything
        case .named(let value): value
        case .headers, .secret, .oneOrMore(.secret): .secret
        default: .anything
        }
    }
}
