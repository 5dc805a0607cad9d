/// `host.store`: the embedded database, and where plugins' store is instead.
enum StoreReader {
    private static let sentinelKeys = [
        StoreKeys.master.entry, StoreKeys.sentinelPassword.entry, StoreKeys.database.entry,
    ]
    private static let redisKeys = [StoreKeys.prefix.entry]
    private static let postgresKeys = [StoreKeys.connections.entry]
    private static let serverKeys = [
        StoreKeys.username.entry, StoreKeys.password.entry, TLSKeys.tls.entry, StoreKeys.timeout.entry,
    ]

    static func read(
        _ node: ConfigurationNode, folder: String, into settings: inout HostSettings, problems: inout ProblemList
    ) {
        guard let reader = MappingReader(node, StoreKeys.shape, name: "store", problems: &problems) else { return }
        if let sync = reader.read(StoreKeys.sync, problems: &problems) {
            settings.store.isSynchronous = sync == .full
        }
        if let path = reader.read(StoreKeys.path, problems: &problems) {
            settings.store.path = FilePath.resolve(path, against: folder)
        }
        if let sentinels = reader[StoreKeys.sentinels] {
            if reader[StoreKeys.url] != nil {
                return problems.add(
                    "config.conflict", "url and sentinels both say where the store is",
                    suggestion: "keep one of the two", at: sentinels.position)
            }
            settings.remoteStore = sentinel(reader, folder: folder, problems: &problems)
            return
        }
        reader.refuse(sentinelKeys, unless: "sentinels", problems: &problems)
        guard let url = reader[StoreKeys.url] else {
            return reader.refuse(
                serverKeys + redisKeys + postgresKeys, unless: "a Redis or PostgreSQL", problems: &problems)
        }
        switch StorageLocation.read(url, StoreKeys.url, folder: folder, problems: &problems) {
        case nil: return
        case .path(let path)?:
            reader.refuse(
                serverKeys + redisKeys + postgresKeys, unless: "a Redis or PostgreSQL", problems: &problems)
            if let other = reader[StoreKeys.path] {
                problems.add(
                    "config.conflict", "url and path both say where the store is",
                    suggestion: "keep one of the two", at: other.position)
            }
            settings.store.path = path
        case .server(let address)? where address.scheme.hasPrefix("redis"):
            reader.refuse(postgresKeys, unless: "a PostgreSQL", problems: &problems)
            settings.remoteStore = redis(address, url, reader, folder: folder, problems: &problems)
        case .server(let address)?:
            reader.refuse(redisKeys, unless: "a Redis", problems: &problems)
            settings.remoteStore = postgres(address, url, reader, folder: folder, problems: &problems)
        }
    }

    private static func sentinel(
        _ reader: MappingReader, folder: String, problems: inout ProblemList
    ) -> RemoteStoreSettings? {
        reader.refuse(postgresKeys, unless: "a PostgreSQL", problems: &problems)
        let sentinels = SocketPlace.list(StoreKeys.sentinels, in: reader, port: 26379, problems: &problems)
        let master = reader.required(StoreKeys.master, problems: &problems)
        guard let sentinels, let master else { return nil }
        var settings = RemoteStoreSettings(place: .sentinel(master: master, sentinels: sentinels))
        settings.sentinelPassword = reader.read(StoreKeys.sentinelPassword, problems: &problems)
        reader.read(StoreKeys.database, into: &settings.database, problems: &problems)
        reader.read(StoreKeys.prefix, into: &settings.prefix, problems: &problems)
        settings.tls = TLSReader.read(
            in: reader, isEncrypted: nil, encrypted: "rediss", folder: folder, problems: &problems)
        return with(nil, reader, settings, problems: &problems)
    }

    private static func redis(
        _ url: ServiceURL, _ node: ConfigurationNode, _ reader: MappingReader, folder: String,
        problems: inout ProblemList
    ) -> RemoteStoreSettings? {
        let name = "the URL of store"
        guard let address = ServerAddress(url, at: node, name: name, problems: &problems),
            let number = RedisDatabase.number(address.path, at: node, name: name, problems: &problems)
        else { return nil }
        address.refuseParameters(
            at: node, name: name, instead: "write keys such as timeout: beside the URL", problems: &problems)
        var settings = RemoteStoreSettings(place: .redis(host: url.host, port: url.port ?? 6379))
        settings.database = number
        reader.read(StoreKeys.prefix, into: &settings.prefix, problems: &problems)
        settings.tls = TLSReader.read(
            in: reader, isEncrypted: url.scheme == "rediss", encrypted: "rediss", folder: folder, problems: &problems)
        return with((url, node), reader, settings, problems: &problems)
    }

    private static func postgres(
        _ url: ServiceURL, _ node: ConfigurationNode, _ reader: MappingReader, folder: String,
        problems: inout ProblemList
    ) -> RemoteStoreSettings? {
        guard
            let server = ServerURL(url, at: node, name: "the URL of store", in: reader, problems: &problems)
        else { return nil }
        var settings = RemoteStoreSettings(place: .postgres(server))
        reader.read(StoreKeys.connections, into: &settings.connections, problems: &problems)
        settings.tls = reader[TLSKeys.tls].map { TLSReader.read($0, folder: folder, problems: &problems) }
        return with((url, node), reader, settings, problems: &problems)
    }

    /// With what all servers have.
    private static func with(
        _ url: (ServiceURL, ConfigurationNode)?, _ reader: MappingReader, _ settings: RemoteStoreSettings,
        problems: inout ProblemList
    ) -> RemoteStoreSettings? {
        var settings = settings
        reader.read(StoreKeys.timeout, into: &settings.timeout, problems: &problems)
        guard
            let login = Login.read(
                url, username: StoreKeys.username, password: StoreKeys.password, in: reader, problems: &problems)
        else { return nil }
        (settings.username, settings.password) = (login.username, login.password)
        return settings
    }
}

extension ServerURL {
    /// Parameters of a URL that are passed on to libpq: none that names files, hosts or passwords.
    private static let parameters = [
        "application_name", "channel_binding", "options", "sslmode", "target_session_attrs",
    ]

    /// The address of a PostgreSQL database; nil after adding a problem.
    init?(
        _ url: ServiceURL, at node: ConfigurationNode, name: String, in reader: MappingReader,
        problems: inout ProblemList
    ) {
        guard let address = ServerAddress(url, at: node, name: name, problems: &problems) else { return nil }
        address.refuseParameters(
            beyond: Self.parameters, at: node, name: name, instead: "", problems: &problems)
        guard let host = PercentEncoding.decoded(url.host), !address.path.isEmpty else {
            problems.add(
                "config.bad_value", "\(name) does not name a database",
                suggestion: "for example: postgres://db.example/lumie", at: node.position)
            return nil
        }
        self.init(host: host, port: url.port ?? 5432, database: address.path)
        for (name, value) in address.parameters { parameters[name] = value }
        if let tls = reader[TLSKeys.tls], parameters["sslmode"] != nil {
            problems.add(
                "config.conflict", "sslmode in the URL and tls both say how the connection is encrypted",
                suggestion: "keep tls: it checks the server's certificate and name", at: tls.position)
        }
    }
}
