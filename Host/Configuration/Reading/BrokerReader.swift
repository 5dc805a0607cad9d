/// `brokers:` to typed settings.
enum BrokerReader {
    private static let schemes: [(name: String, kind: BrokerSettings.Kind, isEncrypted: Bool)] = [
        ("amqp", .amqp, false), ("amqps", .amqp, true), ("redis", .redis, false), ("rediss", .redis, true),
    ]
    /// Each key that may hold the URL, and the kind that it asks for.
    private static let keys: [(key: SettingKey<ServiceURL>, kind: BrokerSettings.Kind?)] = [
        (BrokerKeys.url, nil), (BrokerKeys.amqp, .amqp), (BrokerKeys.redis, .redis),
    ]

    static func read(_ file: MappingReader, folder: String, problems: inout ProblemList) -> [BrokerSettings] {
        EntryName.entries(of: FileKeys.brokers, in: file, problems: &problems).compactMap { member in
            let isName = EntryName.check(member, "a broker", problems: &problems)
            let name = isName ? "broker \(member.key)" : "the broker"
            guard
                let reader = MappingReader(member.value, BrokerKeys.shape, name: name, problems: &problems),
                let settings = place(of: member, reader, folder: folder, problems: &problems)
            else { return nil }
            return withLogin(settings, reader, problems: &problems)
        }
    }

    /// Where it is, and how it is reached.
    private static func place(
        of member: ConfigurationNode.Member, _ reader: MappingReader, folder: String, problems: inout ProblemList
    ) -> BrokerSettings? {
        let written = BrokerKeys.places.filter { reader.has($0.name) }
        guard written.count < 2 else {
            problems.add(
                "config.conflict", "\(reader.name) has \(written.map(\.name).joined(separator: " and "))",
                suggestion: "keep one of them", at: reader.position)
            return nil
        }
        var settings =
            written.first?.name == BrokerKeys.host.name
            ? hostPlace(of: member, reader, folder: folder, problems: &problems)
            : urlPlace(of: member, reader, folder: folder, problems: &problems)
        guard settings != nil else { return nil }
        settings?.connectTimeout = reader.read(BrokerKeys.connectTimeout, problems: &problems) ?? .seconds(10)
        if let heartbeat = reader[BrokerKeys.heartbeat], settings?.kind == .redis {
            problems.add(
                "config.conflict", "heartbeat goes with RabbitMQ alone", suggestion: "remove it",
                at: heartbeat.position)
        } else if let heartbeat = reader.read(BrokerKeys.heartbeat, problems: &problems) {
            settings?.heartbeat = heartbeat
        }
        return settings
    }

    private static func hostPlace(
        of member: ConfigurationNode.Member, _ reader: MappingReader, folder: String, problems: inout ProblemList
    ) -> BrokerSettings? {
        let tls = TLSReader.read(
            in: reader, isEncrypted: nil, encrypted: "amqps", folder: folder, problems: &problems)
        let port = reader.read(BrokerKeys.port, problems: &problems)
        let virtualHost = reader.read(BrokerKeys.virtualHost, problems: &problems)
        guard let node = reader[BrokerKeys.host], let text = BrokerKeys.host.read(node, &problems) else { return nil }
        guard let host = SocketPlace.host(text) else {
            problems.add(
                "config.bad_value", "host must be a host's name or address alone, and here is \(node.quoted)",
                suggestion: "write the port by port:, or a URL by amqp:", at: node.position)
            return nil
        }
        var settings = BrokerSettings(
            name: member.key, kind: .amqp, host: host, port: port ?? (tls == nil ? 5672 : 5671),
            virtualHost: virtualHost ?? "/", position: member.keyPosition)
        settings.tls = tls
        return settings
    }

    private static func urlPlace(
        of member: ConfigurationNode.Member, _ reader: MappingReader, folder: String, problems: inout ProblemList
    ) -> BrokerSettings? {
        let (key, wanted) = keys.first { reader[$0.key] != nil } ?? (BrokerKeys.url, nil)
        for name in [BrokerKeys.port.name, BrokerKeys.virtualHost.name] {
            guard let position = reader.keyPosition(of: name) else { continue }
            problems.add(
                "config.conflict", "\(name) goes with host, and \(reader.name) has none",
                suggestion: "write it in the URL, or host: in the URL's place", at: position)
        }
        guard let url = reader.required(key, problems: &problems), let node = reader[key] else { return nil }
        let known = schemes.filter { wanted == nil || $0.kind == wanted }
        guard let scheme = known.first(where: { $0.name == url.scheme }) else {
            problems.add(
                "config.bad_value", "the URL of \(reader.name) has a scheme that is not known here",
                suggestion: NearMiss.suggestion(for: url.scheme, among: known.map(\.name)), at: node.position)
            return nil
        }
        let tls = TLSReader.read(
            in: reader, isEncrypted: scheme.isEncrypted, encrypted: scheme.kind == .amqp ? "amqps" : "rediss",
            folder: folder, problems: &problems)
        let name = "the URL of \(reader.name)"
        guard let address = ServerAddress(url, at: node, name: name, problems: &problems) else { return nil }
        address.refuseParameters(
            at: node, name: name, instead: "write heartbeat:, connect_timeout: and tls: beside the URL",
            problems: &problems)
        var settings = BrokerSettings(
            name: member.key, kind: scheme.kind, host: url.host,
            port: url.port ?? (scheme.kind == .redis ? 6379 : scheme.isEncrypted ? 5671 : 5672),
            virtualHost: address.path, position: member.keyPosition)
        settings.tls = tls
        switch scheme.kind {
        case .amqp: if address.path.isEmpty { settings.virtualHost = "/" }
        case .redis:
            guard let number = RedisDatabase.number(address.path, at: node, name: name, problems: &problems) else {
                return nil
            }
            settings.virtualHost = "\(number)"
        }
        return settings
    }

    private static func withLogin(
        _ settings: BrokerSettings, _ reader: MappingReader, problems: inout ProblemList
    ) -> BrokerSettings? {
        let url = keys.lazy.compactMap { entry in reader[entry.key].map { (entry.key, $0) } }.first
        let address = url.flatMap { key, node in ServiceURL(node.filledText).map { ($0, node) } }
        guard
            let login = Login.read(
                address, username: BrokerKeys.username, password: BrokerKeys.password, in: reader,
                problems: &problems)
        else { return nil }
        var settings = settings
        (settings.username, settings.password) = (login.username, login.password)
        guard settings.kind == .amqp else { return settings }
        switch (login.username, login.password) {
        case (nil, nil): (settings.username, settings.password) = ("guest", Secret("guest"))
        case (_?, _?): break
        case (let user, _):
            let missing = user == nil ? BrokerKeys.username.entry : BrokerKeys.password.entry
            problems.add(
                "config.missing_key",
                "\(reader.name) has a \(user == nil ? "password" : "user") without a \(user == nil ? "user" : "password")",
                suggestion: "write \(missing.name): \(missing.example)", at: reader.position)
            return nil
        }
        return settings
    }
}

/// The number of a Redis's database in the path of its URL.
enum RedisDatabase {
    /// 0 when the path is empty; nil after adding a problem.
    static func number(
        _ path: String, at node: ConfigurationNode, name: String, problems: inout ProblemList
    ) -> Int? {
        if path.isEmpty { return 0 }
        if let number = Int(path), (0...1_000_000).contains(number) { return number }
        problems.add(
            "config.bad_value", "the path of \(name) is no number of a Redis database",
            suggestion: "for example: redis://redis.example:6379/0", at: node.position)
        return nil
    }
}
