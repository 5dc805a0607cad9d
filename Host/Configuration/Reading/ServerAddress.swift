/// What stands behind host and port in the URL of a broker or database: a path and named parameters, decoded.
struct ServerAddress {
    /// Without the slash that it begins with; empty when there is none.
    let path: String
    let parameters: [(name: String, value: String)]

    /// Nil, with a problem added, when it cannot be told what is meant.
    /// - Parameter name: what the URL is called in a message.
    init?(_ url: ServiceURL, at node: ConfigurationNode, name: String, problems: inout ProblemList) {
        func refuse(_ message: String, _ suggestion: String) {
            problems.add("config.bad_value", message, suggestion: suggestion, at: node.position)
        }
        guard !url.rest.contains("@"), !url.rest.contains("#") else {
            refuse(
                "\(name) has an @ or # behind its host",
                "a character of user or password that means something in a URL is encoded: %40 for @, %23 for #, "
                    + "%2F for /")
            return nil
        }
        let parts = url.rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let pairs = (parts.count > 1 ? parts[1] : "").split(separator: "&").map {
            $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        }
        guard let path = PercentEncoding.decoded((parts.first ?? "").dropFirst()) else {
            refuse("the path of \(name) is encoded wrongly", "write %2F for a slash, %25 for a %")
            return nil
        }
        var parameters: [(String, String)] = []
        for pair in pairs {
            guard let key = PercentEncoding.decoded(pair[0]),
                let value = PercentEncoding.decoded(pair.count > 1 ? pair[1] : "")
            else {
                refuse("a parameter of \(name) is encoded wrongly", "write %25 for a %")
                return nil
            }
            parameters.append((key, value))
        }
        // An encoded slash belongs to the name; a plain one would begin a second.
        guard !(parts.first ?? "").dropFirst().contains("/") else {
            refuse("the path of \(name) has more than one part", "write %2F for a slash that belongs to the name")
            return nil
        }
        self.path = path
        self.parameters = parameters
    }

    /// Complains about parameters that mean nothing here.
    func refuseParameters(
        beyond known: [String] = [], at node: ConfigurationNode, name: String, instead: String,
        problems: inout ProblemList
    ) {
        for parameter in parameters where !known.contains(parameter.name) {
            problems.add(
                "config.bad_value", "\(name) has a parameter that is not known here",
                suggestion: known.isEmpty ? instead : NearMiss.suggestion(for: parameter.name, among: known),
                at: node.position)
        }
    }
}
