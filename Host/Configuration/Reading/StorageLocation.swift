/// Where something is kept, as `SCHEME:...` says it.
enum StorageLocation {
    /// A file or folder of this machine, resolved.
    case path(String)
    case server(ServiceURL)

    /// Schemes that are followed by a path.
    private static let local = ["sqlite", "file"]

    /// Nil after adding a problem.
    /// - Parameter folder: what paths are resolved against.
    static func read(
        _ node: ConfigurationNode, _ key: SettingKey<String>, folder: String, problems: inout ProblemList
    ) -> Self? {
        guard let text = key.read(node, &problems), case .location(let schemes) = key.entry.shape else { return nil }
        let scheme = text.prefix { $0 != ":" }
        let name = scheme.lowercased()
        if schemes.contains(name), local.contains(name) {
            if let path = path(text.dropFirst(scheme.count + 1)) {
                return .path(FilePath.resolve(path, against: folder))
            }
        } else if schemes.contains(name), let url = ServiceURL(text) {
            return .server(url)
        }
        if schemes.contains(name) {
            problems.add(
                "config.bad_value",
                local.contains(name)
                    ? "\(key.name) must be \(name):PATH, and here is \(node.quoted)"
                    : "\(key.name) must be a URL with scheme and host, and here is \(node.quoted)",
                suggestion: "for example: \(key.entry.example)", at: node.position)
        } else {
            let near = text.contains(":") ? NearMiss.nearest(to: name, among: schemes) : nil
            problems.add(
                "config.bad_value",
                "\(key.name) must begin with \(schemes.map { "\($0):" }.joined(separator: ", ")), and here is \(node.quoted)",
                suggestion: near.map { "did you mean \"\($0)\"?" } ?? "for example: \(key.entry.example)",
                at: node.position)
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

extension MappingReader {
    /// Complains about keys that are written and mean nothing here.
    /// - Parameter place: where they would: `an S3 service`.
    func refuse(_ keys: [KeyEntry], unless place: String, problems: inout ProblemList) {
        for key in keys {
            guard let position = keyPosition(of: key.name) else { continue }
            problems.add(
                "config.conflict", "\(key.name) in \(name) goes with \(place) alone", suggestion: "remove it",
                at: position)
        }
    }
}
