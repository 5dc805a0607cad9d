/// `store:` and `blobs:`: where data is kept.
enum StorageReader {
    private static let laterStores = ["postgres", "postgresql", "redis", "rediss"]
    private static let laterBlobs = ["s3"]

    static func readStore(
        _ node: ConfigurationNode, folder: String, into settings: inout StoreSettings, problems: inout ProblemList
    ) {
        guard let reader = MappingReader(node, StoreKeys.shape, name: "store", problems: &problems) else { return }
        if let sync = reader.read(StoreKeys.sync, problems: &problems) { settings.isSynchronous = sync == .full }
        if reader[StoreKeys.url] != nil, let path = reader[StoreKeys.path] {
            problems.add(
                "config.conflict", "url and path both say where the store is", suggestion: "keep one of the two",
                at: path.position)
            return
        }
        if let path = reader.read(StoreKeys.path, problems: &problems) {
            settings.path = FilePath.resolve(path, against: folder)
        }
        guard let node = reader[StoreKeys.url] else { return }
        let path = place(
            node, StoreKeys.url, scheme: "sqlite", later: laterStores, folder: folder, problems: &problems)
        settings.path = path ?? settings.path
    }

    static func blobs(_ node: ConfigurationNode, folder: String, problems: inout ProblemList) -> String? {
        place(node, HostKeys.blobs, scheme: "file", later: laterBlobs, folder: folder, problems: &problems)
    }

    /// The path in `sqlite:PATH` or `file:PATH`.
    private static func place(
        _ node: ConfigurationNode, _ key: SettingKey<String>, scheme: String, later: [String], folder: String,
        problems: inout ProblemList
    ) -> String? {
        guard let text = key.read(node, &problems) else { return nil }
        let found = text.prefix { $0 != ":" }
        if found == scheme, let path = path(text.dropFirst(found.count + 1)) {
            return FilePath.resolve(path, against: folder)
        }
        if let later = later.first(where: { $0 == found.lowercased() }) {
            problems.add(
                "config.not_available", "\(later) is not available in this version",
                suggestion: "write \(key.entry.example)", at: node.position)
        } else {
            problems.add(
                "config.bad_value", "\(key.name) must be \(scheme):PATH, and here is \(node.quoted)",
                suggestion: "for example: \(key.entry.example)", at: node.position)
        }
        return nil
    }

    /// `//` before an absolute path may be there or not, as in `file:///var`; a host may not.
    private static func path(_ text: Substring) -> String? {
        let path = text.hasPrefix("//") ? text.dropFirst(2) : text
        guard !path.isEmpty, path.startIndex == text.startIndex || path.hasPrefix("/") else { return nil }
        return String(path)
    }
}
