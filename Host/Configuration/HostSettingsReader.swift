/// `host:` to typed settings.
enum HostSettingsReader {
    private static let known = ["http", "admin", "plugins", "state", "drain", "log"]
    private static let planned = ["store", "blobs"]
    private static let bodySpan = "1KiB to 1GiB"

    static func read(_ node: ConfigurationNode?, folder: String, problems: inout ProblemList) -> HostSettings {
        var settings = HostSettings(folder: folder)
        guard let node else { return settings }
        guard let host = MappingReader(node, name: "host", known: known, planned: planned, problems: &problems) else {
            return settings
        }
        readListener(host["http"], name: "host.http", into: &settings.http, problems: &problems)
        readListener(host["admin"], name: "host.admin", into: &settings.admin, problems: &problems)
        refuseSharedAddress(settings, at: host["admin"] ?? host["http"], problems: &problems)
        if let folders = host["plugins"] {
            settings.plugins = readFolders(folders, folder: folder, problems: &problems)
        }
        if let state = host["state"]?.text("state", example: "./var", problems: &problems) {
            settings.state = FilePath.resolve(state, against: folder)
        }
        if let drain = host["drain"]?
            .duration("drain", in: .zero ... .seconds(3600), span: "0s to 1h", problems: &problems)
        {
            settings.drain = drain
        }
        if let log = host["log"] { readLog(log, into: &settings.log, problems: &problems) }
        return settings
    }

    private static func readListener(
        _ node: ConfigurationNode?, name: String, into settings: inout ListenerSettings, problems: inout ProblemList
    ) {
        guard let node,
            let listener = MappingReader(
                node, name: name, known: ["listen", "body_limit"], planned: ["auth", "tls"], problems: &problems)
        else { return }
        if let limit = listener["body_limit"]?
            .byteCount("body_limit", in: 1024...(1 << 30), span: bodySpan, problems: &problems)
        {
            settings.bodyLimit = limit
        }
        guard let listen = listener["listen"],
            let text = listen.text("listen", example: "127.0.0.1:8080", problems: &problems)
        else { return }
        guard let address = ListenAddress(text) else {
            problems.add(
                "config.bad_value", "listen must be an address and a port, and here is \(listen.quoted)",
                suggestion: "for example: 127.0.0.1:8080, or [::1]:8080", at: listen.position)
            return
        }
        guard address.isLoopback else {
            problems.add(
                "config.not_loopback",
                "\(name) would be open to others on \(address.host), and authentication (\"auth:\") is not available "
                    + "in this version",
                suggestion: "listen on 127.0.0.1:\(address.port)", at: listen.position)
            return
        }
        settings.host = address.host
        settings.port = address.port
    }

    private static func refuseSharedAddress(
        _ settings: HostSettings, at node: ConfigurationNode?, problems: inout ProblemList
    ) {
        guard let node, settings.http.port != 0, settings.http.port == settings.admin.port,
            settings.http.host == settings.admin.host
        else { return }
        problems.add(
            "config.duplicate_address",
            "host.http and host.admin would both listen on \(settings.http.host):\(settings.http.port)",
            suggestion: "give one another port", at: node["listen"]?.position ?? node.position)
    }

    private static func readFolders(
        _ node: ConfigurationNode, folder: String, problems: inout ProblemList
    ) -> [String] {
        let elements = node.list("plugins", example: "[ ./plugins ]", problems: &problems) ?? []
        var folders: [String] = []
        for element in elements {
            guard let path = element.text("a plugin folder", example: "./plugins", problems: &problems) else {
                continue
            }
            folders.append(FilePath.resolve(path, against: folder))
        }
        return folders
    }

    private static func readLog(
        _ node: ConfigurationNode, into settings: inout LogSettings, problems: inout ProblemList
    ) {
        guard let log = MappingReader(node, name: "log", known: ["level", "format"], problems: &problems) else {
            return
        }
        if let level = log["level"]?.choice("level", of: LogSettings.Level.self, problems: &problems) {
            settings.level = level
        }
        if let format = log["format"]?.choice("format", of: LogSettings.Format.self, problems: &problems) {
            settings.format = format
        }
    }
}
