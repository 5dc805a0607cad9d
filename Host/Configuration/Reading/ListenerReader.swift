/// Listening sockets. Remembers every address of the file, for two sockets on one cannot be.
struct ListenerReader {
    /// How a listener is guarded.
    enum Guarding {
        /// By `auth:`, which may be none.
        case authentication
        /// By `token:`, without which nobody but this machine may reach it.
        case token
    }

    private struct Known {
        let label: String
        let address: ListenerSettings.Address
        /// Nil for a default.
        let node: ConfigurationNode?
    }

    let folder: String
    /// Names that bindings may use.
    private(set) var names: [String] = []
    private var known: [Known] = []

    init(folder: String) { self.folder = folder }

    /// - Parameters:
    ///   - label: what it is called in a message: `host.http`.
    ///   - settings: the defaults.
    mutating func read(
        _ node: ConfigurationNode?, _ shape: MappingShape, label: String, defaults settings: ListenerSettings,
        guarding: Guarding, problems: inout ProblemList
    ) -> ListenerSettings {
        var settings = settings
        if case .authentication = guarding { names.append(settings.name) }
        guard let node, let reader = MappingReader(node, shape, name: label, problems: &problems) else {
            if node == nil { remember(label, settings.address, nil, problems: &problems) }
            return settings
        }
        reader.read(ListenerKeys.bodyLimit, into: &settings.bodyLimit, problems: &problems)
        reader.read(ListenerKeys.headerLimit, into: &settings.headerLimit, problems: &problems)
        reader.read(ListenerKeys.readTimeout, into: &settings.readTimeout, problems: &problems)
        reader.read(ListenerKeys.idleTimeout, into: &settings.idleTimeout, problems: &problems)
        settings.connections = reader.read(ListenerKeys.connections, problems: &problems) ?? settings.connections
        var saysWho = false
        switch guarding {
        case .authentication:
            saysWho = reader[ListenerKeys.auth] != nil
            settings.authentication = reader[ListenerKeys.auth].flatMap {
                AuthenticationReader.read($0, problems: &problems)
            }
        case .token:
            saysWho = reader[ListenerKeys.token] != nil
            settings.authentication = reader.read(ListenerKeys.token, problems: &problems).map { tokens in
                var authentication = AuthenticationSettings()
                authentication.bearer = tokens
                return authentication
            }
        }
        let address = readAddress(reader, shape, problems: &problems)
        settings.address = address ?? settings.address
        if address != nil || reader[ListenerKeys.address] == nil {
            remember(label, settings.address, reader[ListenerKeys.address], problems: &problems)
        }
        if let address, !address.isLocal, !saysWho {
            refuseOpen(label, address, guarding, at: reader[ListenerKeys.address] ?? node, problems: &problems)
        }
        return settings
    }

    private func readAddress(
        _ reader: MappingReader, _ shape: MappingShape, problems: inout ProblemList
    ) -> ListenerSettings.Address? {
        var text: String?
        if case .refused? = shape[ListenerKeys.address.name]?.absence {
            text = reader.required(ListenerKeys.address, problems: &problems)
        } else {
            text = reader.read(ListenerKeys.address, problems: &problems)
        }
        guard let text, let node = reader[ListenerKeys.address] else { return nil }
        guard let address = ListenAddress(text, folder: folder)?.address else {
            problems.add(
                "config.bad_value", "listen must be an address and a port, and here is \(node.quoted)",
                suggestion: "for example: 127.0.0.1:8080, [::1]:8080 or unix:./var/http.sock", at: node.position)
            return nil
        }
        if case .unix(let path) = address, path.utf8.count > ListenAddress.pathLimit {
            problems.add(
                "config.out_of_range",
                "the socket's path has \(path.utf8.count) bytes, and the system takes \(ListenAddress.pathLimit)",
                suggestion: "take a shorter one, such as unix:/run/proctor/admin.sock", at: node.position)
            return nil
        }
        return address
    }

    private func refuseOpen(
        _ label: String, _ address: ListenerSettings.Address, _ guarding: Guarding, at node: ConfigurationNode,
        problems: inout ProblemList
    ) {
        guard case .tcp(let host, let port) = address else { return }
        let open = "\(label) would be open to others on \(node.shown(host))"
        switch guarding {
        case .authentication:
            problems.add(
                "config.open_listener", "\(open), and it is not said who may come in",
                suggestion: "add auth: { bearer: \"${TOKEN}\" }, or auth: none, or listen on 127.0.0.1:\(port)",
                at: node.position)
        case .token:
            problems.add(
                "config.open_listener", "\(open) without a token",
                suggestion: "add token: \"${PROCTOR_ADMIN_TOKEN}\", or listen on 127.0.0.1:\(port) or "
                    + "unix:./var/admin.sock", at: node.position)
        }
    }

    /// Complains when another listener has the address, at the one of the two that is written.
    private mutating func remember(
        _ label: String, _ address: ListenerSettings.Address, _ node: ConfigurationNode?,
        problems: inout ProblemList
    ) {
        if let other = known.first(where: { $0.address.collides(with: address) }),
            let place = node ?? other.node
        {
            problems.add(
                "config.duplicate_address",
                "\(other.label) and \(label) would both listen on \(place.shown(address.description))",
                suggestion: "give one another address", at: place.position)
        }
        known.append(Known(label: label, address: address, node: node))
    }
}
