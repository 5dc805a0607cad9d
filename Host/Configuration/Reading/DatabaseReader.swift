/// `databases:` to typed settings.
enum DatabaseReader {
    private static let serverKeys = [
        DatabaseKeys.username.entry, DatabaseKeys.password.entry, TLSKeys.tls.entry, DatabaseKeys.tenantSetting.entry,
    ]

    /// - Parameter embedded: the file of the host's own database, which is none of theirs.
    static func read(
        _ file: MappingReader, folder: String, embedded: String, problems: inout ProblemList
    ) -> [DatabaseSettings] {
        EntryName.entries(of: FileKeys.databases, in: file, problems: &problems).compactMap { member in
            let isName = EntryName.check(member, "a database", problems: &problems)
            let name = isName ? "database \(member.key)" : "the database"
            guard let reader = MappingReader(member.value, DatabaseKeys.shape, name: name, problems: &problems),
                let place = place(reader, folder: folder, embedded: embedded, problems: &problems)
            else { return nil }
            var settings = DatabaseSettings(name: member.key, place: place, position: member.keyPosition)
            reader.read(DatabaseKeys.connections, into: &settings.connections, problems: &problems)
            reader.read(DatabaseKeys.timeout, into: &settings.timeout, problems: &problems)
            reader.read(DatabaseKeys.rowLimit, into: &settings.rowLimit, problems: &problems)
            settings.migrations = reader.read(DatabaseKeys.migrations, problems: &problems).map {
                FilePath.resolve($0, against: folder)
            }
            if case .postgres = place {
                readServer(reader, folder: folder, into: &settings, problems: &problems)
            } else {
                reader.refuse(serverKeys, unless: "a PostgreSQL", problems: &problems)
            }
            return settings
        }
    }

    private static func place(
        _ reader: MappingReader, folder: String, embedded: String, problems: inout ProblemList
    ) -> DatabaseSettings.Place? {
        guard let node = reader[DatabaseKeys.url] else {
            _ = reader.required(DatabaseKeys.url, problems: &problems)
            return nil
        }
        switch StorageLocation.read(node, DatabaseKeys.url, folder: folder, problems: &problems) {
        case nil: return nil
        case .path(let path)?:
            if FilePath.parts(path) == FilePath.parts(embedded) {
                problems.add(
                    "config.conflict", "\(reader.name) would be the host's own database",
                    suggestion: "take another file", at: node.position)
            }
            return .sqlite(path: path)
        case .server(let url)?:
            return ServerURL(url, at: node, name: "the URL of \(reader.name)", in: reader, problems: &problems)
                .map(DatabaseSettings.Place.postgres)
        }
    }

    private static func readServer(
        _ reader: MappingReader, folder: String, into settings: inout DatabaseSettings, problems: inout ProblemList
    ) {
        let url = reader[DatabaseKeys.url].flatMap { node in ServiceURL(node.filledText).map { ($0, node) } }
        let login = Login.read(
            url, username: DatabaseKeys.username, password: DatabaseKeys.password, in: reader, problems: &problems)
        (settings.username, settings.password) = (login?.username, login?.password)
        settings.tls = reader[TLSKeys.tls].map { TLSReader.read($0, folder: folder, problems: &problems) }
        guard let node = reader[DatabaseKeys.tenantSetting],
            let text = DatabaseKeys.tenantSetting.read(node, &problems)
        else { return }
        if text.utf8.count <= 127, text.wholeMatch(of: /[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+/) != nil {
            settings.tenantSetting = text
        } else {
            problems.add(
                "config.bad_value", "tenant_setting must be two names with a point between, and here is \(node.quoted)",
                suggestion: "for example: \(DatabaseKeys.tenantSetting.entry.example)", at: node.position)
        }
    }
}
