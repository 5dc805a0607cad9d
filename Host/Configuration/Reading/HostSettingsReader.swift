/// `host:` to typed settings.
enum HostSettingsReader {
    static func read(
        _ node: ConfigurationNode?, listeners: inout ListenerReader, problems: inout ProblemList
    ) -> HostSettings {
        let folder = listeners.folder
        var settings = HostSettings(folder: folder)
        let host = node.flatMap { MappingReader($0, HostKeys.shape, name: "host", problems: &problems) }
        readListeners(host, into: &settings, with: &listeners, problems: &problems)
        guard let host else { return settings }
        if let folders = host.read(HostKeys.plugins, problems: &problems) {
            settings.plugins = folders.map { FilePath.resolve($0, against: folder) }
        }
        if let state = host.read(HostKeys.state, problems: &problems) {
            settings.state = FilePath.resolve(state, against: folder)
            settings.store.path = settings.state + "/proctor.db"
            settings.blobs = settings.state + "/blobs"
        }
        if let store = host[HostKeys.store] {
            StoreReader.read(store, folder: folder, into: &settings, problems: &problems)
        }
        switch host[HostKeys.blobs].flatMap({ BlobReader.read($0, folder: folder, problems: &problems) }) {
        case .folder(let path)?: settings.blobs = path
        case .s3(let bucket)?: settings.remoteBlobs = bucket
        case nil: break
        }
        if let retention = host[HostKeys.retention] {
            readRetention(retention, into: &settings.retention, problems: &problems)
        }
        host.read(HostKeys.drain, into: &settings.drain, problems: &problems)
        if let log = host[HostKeys.log] { readLog(log, into: &settings.log, problems: &problems) }
        return settings
    }

    private static func readListeners(
        _ host: MappingReader?, into settings: inout HostSettings, with listeners: inout ListenerReader,
        problems: inout ProblemList
    ) {
        settings.listeners = [
            listeners.read(
                host?[HostKeys.http], ListenerKeys.http, label: "host.http", defaults: settings.listeners[0],
                guarding: .authentication, problems: &problems)
        ]
        settings.admin = listeners.read(
            host?[HostKeys.admin], ListenerKeys.admin, label: "host.admin", defaults: settings.admin,
            guarding: .token, problems: &problems)
        guard let host else { return }
        for member in EntryName.entries(of: HostKeys.listeners, in: host, problems: &problems) {
            guard EntryName.check(member, "a listener", problems: &problems) else { continue }
            guard ![HTTPBinding.defaultListener, settings.admin.name].contains(member.key) else {
                problems.add(
                    "config.bad_name", "a listener cannot be called \"\(member.key)\": that is host.\(member.key)",
                    suggestion: "write it there, or give it another name", at: member.keyPosition)
                continue
            }
            let defaults = ListenerSettings(name: member.key, address: .tcp(host: "127.0.0.1", port: 0))
            let listener = listeners.read(
                member.value, ListenerKeys.further, label: "host.listeners.\(member.key)", defaults: defaults,
                guarding: .authentication, problems: &problems)
            settings.listeners.append(listener)
        }
    }

    private static func readRetention(
        _ node: ConfigurationNode, into settings: inout RetentionSettings, problems: inout ProblemList
    ) {
        guard let reader = MappingReader(node, RetentionKeys.shape, name: "retention", problems: &problems) else {
            return
        }
        let bounds: [(SettingKey<ConfigurationNode>, WritableKeyPath<RetentionSettings, RetentionSettings.Bound>)] = [
            (RetentionKeys.deadLetters, \.deadLetters), (RetentionKeys.history, \.history),
            (RetentionKeys.results, \.results),
        ]
        for (key, path) in bounds {
            guard let node = reader[key], case .mapping(let shape) = key.entry.shape,
                let bound = MappingReader(node, shape, name: key.name, problems: &problems)
            else { continue }
            bound.read(RetentionKeys.age, into: &settings[keyPath: path].age, problems: &problems)
            bound.read(RetentionKeys.count, into: &settings[keyPath: path].count, problems: &problems)
        }
    }

    private static func readLog(
        _ node: ConfigurationNode, into settings: inout LogSettings, problems: inout ProblemList
    ) {
        guard let log = MappingReader(node, LogKeys.shape, name: "log", problems: &problems) else { return }
        log.read(LogKeys.level, into: &settings.level, problems: &problems)
        log.read(LogKeys.format, into: &settings.format, problems: &problems)
    }
}
