/// `brokers:` to typed settings.
enum BrokerReader {
    private static let schemes: [(name: String, kind: BrokerSettings.Kind, isEncrypted: Bool)] = [
        ("amqp", .amqp, false), ("amqps", .amqp, true), ("redis", .redis, false), ("rediss", .redis, true),
    ]
    /// Each key that may hold the URL, and the kind that it asks for.
    private static let keys: [(key: SettingKey<ServiceURL>, kind: BrokerSettings.Kind?)] = [
        (BrokerKeys.url, nil), (BrokerKeys.amqp, .amqp), (BrokerKeys.redis, .redis),
    ]

    static func read(_ file: MappingReader, problems: inout ProblemList) -> [BrokerSettings] {
        EntryName.entries(of: FileKeys.brokers, in: file, problems: &problems).compactMap { member in
            let isName = EntryName.check(member, "a broker", problems: &problems)
            return broker(member, name: isName ? "broker \(member.key)" : "the broker", problems: &problems)
        }
    }

    private static func broker(
        _ member: ConfigurationNode.Member, name: String, problems: inout ProblemList
    ) -> BrokerSettings? {
        guard let reader = MappingReader(member.value, BrokerKeys.shape, name: name, problems: &problems) else {
            return nil
        }
        let written = keys.filter { reader[$0.key] != nil }
        if written.count > 1 {
            problems.add(
                "config.conflict", "\(name) has \(written.map(\.key.name).joined(separator: " and "))",
                suggestion: "keep one of them", at: reader.position)
            return nil
        }
        let (key, wanted) = written.first ?? (BrokerKeys.url, nil)
        guard let url = reader.required(key, problems: &problems), let node = reader[key] else { return nil }
        let known = schemes.filter { wanted == nil || $0.kind == wanted }
        guard let scheme = known.first(where: { $0.name == url.scheme }) else {
            problems.add(
                "config.bad_value", "the URL of \(name) has a scheme that is not known here",
                suggestion: NearMiss.suggestion(for: url.scheme, among: known.map(\.name)), at: node.position)
            return nil
        }
        var settings = BrokerSettings(
            name: member.key, kind: scheme.kind, host: url.host,
            port: url.port ?? (scheme.kind == .redis ? 6379 : scheme.isEncrypted ? 5671 : 5672), virtualHost: "/",
            position: member.keyPosition)
        settings.tls = scheme.isEncrypted ? TLSSettings() : nil
        return settings
    }
}
