/// `tls:` of a connection to another server.
enum TLSReader {
    /// How a connection is encrypted; nil when it is not.
    ///
    /// - Parameters:
    ///   - isEncrypted: what the URL says; nil when there is none, and `tls:` decides.
    ///   - encrypted: the scheme that would say it.
    ///   - folder: what paths are resolved against.
    static func read(
        in reader: MappingReader, isEncrypted: Bool?, encrypted: String, folder: String, problems: inout ProblemList
    ) -> TLSSettings? {
        guard let node = reader[TLSKeys.tls] else { return isEncrypted == true ? TLSSettings() : nil }
        guard isEncrypted != false else {
            problems.add(
                "config.conflict", "tls is about an encrypted connection, and the URL of \(reader.name) asks for none",
                suggestion: "write \(encrypted):// in the URL, or remove tls", at: node.position)
            return nil
        }
        return read(node, folder: folder, problems: &problems)
    }

    static func read(_ node: ConfigurationNode, folder: String, problems: inout ProblemList) -> TLSSettings {
        var settings = TLSSettings()
        guard let tls = MappingReader(node, TLSKeys.shape, name: "tls", problems: &problems) else { return settings }
        func path(_ key: SettingKey<String>) -> String? {
            tls.read(key, problems: &problems).map { FilePath.resolve($0, against: folder) }
        }
        settings.authorities = path(TLSKeys.authorities)
        settings.certificate = path(TLSKeys.certificate)
        settings.key = path(TLSKeys.key)
        for (key, other) in [(TLSKeys.certificate, TLSKeys.key), (TLSKeys.key, TLSKeys.certificate)]
        where tls[key] != nil && tls[other] == nil {
            problems.add(
                "config.missing_key", "tls has \(key.name) without \(other.name)",
                suggestion: "write \(other.name): \(other.entry.example)", at: node.position)
        }
        return settings
    }
}
