import HTTPTypes

/// Headers that a plugin gives beside its answer, and what of them an HTTP client gets: those that begin with `x-`. All
/// others - length, cookies - are the host's, and so are those by which a proxy in front is told what to do: they would
/// let it answer with any file or address that it can reach.
enum AnsweredHeaders {
    /// As nginx, Apache, lighttpd and Perlbal have them.
    private static let proxyCommands = ["x-accel-", "x-sendfile", "x-lighttpd-", "x-reproxy-"]

    static func add(_ headers: [(name: String, value: String)], to fields: inout HTTPFields) {
        for (name, value) in headers {
            let folded = name.lowercased()
            guard folded.hasPrefix("x-"), !proxyCommands.contains(where: folded.hasPrefix) else { continue }
            // No name is taken that is none, and no value that would begin another line.
            guard let name = HTTPField.Name(name), HTTPField.isValidValue(value) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
    }
}
