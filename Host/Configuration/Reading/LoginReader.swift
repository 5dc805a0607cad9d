/// A user and a password, from the URL of a server or from keys beside it.
struct Login {
    var username: String?
    var password: Secret?

    /// Nil after adding a problem.
    /// - Parameter url: with the value that it comes from.
    static func read(
        _ url: (address: ServiceURL, node: ConfigurationNode)?, username: SettingKey<String>,
        password: SettingKey<Secret>, in reader: MappingReader, problems: inout ProblemList
    ) -> Login? {
        var login = Login()
        if let (url, node) = url, let credentials = url.credentials {
            let parts = credentials.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let user = PercentEncoding.decoded(parts.first ?? ""),
                let word = PercentEncoding.decoded(parts.count > 1 ? parts[1] : "")
            else {
                problems.add(
                    "config.bad_value", "user or password in the URL of \(reader.name) is encoded wrongly",
                    suggestion: "write %25 for a %, or name them by \(username.name) and \(password.name)",
                    at: node.position)
                return nil
            }
            login = Login(username: user.isEmpty ? nil : user, password: word.isEmpty ? nil : Secret(word))
        }
        guard take(username, into: &login.username, reader, problems: &problems),
            take(password, into: &login.password, reader, problems: &problems)
        else { return nil }
        return login
    }

    private static func take<Value>(
        _ key: SettingKey<Value>, into value: inout Value?, _ reader: MappingReader, problems: inout ProblemList
    ) -> Bool {
        guard let node = reader[key] else { return true }
        guard value == nil else {
            problems.add(
                "config.conflict", "\(key.name) stands in the URL of \(reader.name) and beside it",
                suggestion: "keep one of the two", at: node.position)
            return false
        }
        value = key.read(node, &problems)
        return value != nil
    }
}
