/// Takes out what a file leaves to the environment and the environment leaves out: the value `${NAME:-}`, when it comes
/// out empty, counts as not written. So one file serves deployments that set an optional variable and those that do not.
/// A processor's own settings stay as they are: an empty text may mean something there.
enum LeftOut {
    static func removed(from node: ConfigurationNode, _ shape: SettingShape) -> ConfigurationNode {
        let content: ConfigurationNode.Content
        switch (node.content, shape) {
        case (.mapping(let members), .mapping(let mapping)):
            content = .mapping(members.compactMap { member($0, mapping[$0.key]?.shape) })
        case (.mapping(let members), .named(let value)):
            content = .mapping(members.compactMap { member($0, value) })
        case (.mapping(let members), .headers): content = .mapping(members.compactMap { member($0, .secret) })
        case (.sequence(let elements), .list(let element)), (.sequence(let elements), .oneOrMore(let element)):
            content = .sequence(elements.filter { !$0.isLeftOut }.map { removed(from: $0, element) })
        default: return node
        }
        return ConfigurationNode(content: content, position: node.position)
    }

    private static func member(
        _ member: ConfigurationNode.Member, _ shape: SettingShape?
    ) -> ConfigurationNode.Member? {
        guard let shape else { return member }
        guard !member.value.isLeftOut else { return nil }
        return .init(key: member.key, keyPosition: member.keyPosition, value: removed(from: member.value, shape))
    }
}

extension ConfigurationNode {
    /// Whether it is nothing but references whose default is nothing, and none of them was filled.
    fileprivate var isLeftOut: Bool {
        guard case .scalar(let scalar) = content, scalar.text.isEmpty else { return false }
        return scalar.written.wholeMatch(of: /(\$\{[A-Za-z_][A-Za-z0-9_]*:-\})+/) != nil
    }
}
