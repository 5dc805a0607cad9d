/// `http: POST /exams/{id}` of a binding.
enum HTTPBindingReader {
    private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    /// What the host itself answers on a processor's own listener.
    private static let taken = ["/health", "/metrics"]

    static func read(
        _ node: ConfigurationNode, listener: ConfigurationNode?, of place: BindingReader.Place,
        problems: inout ProblemList
    ) -> HTTPBinding? {
        let name = listener.map { readListener($0, of: place, problems: &problems) } ?? place.own
        guard let text = BindingKeys.http.read(node, &problems) else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2 else {
            problems.add(
                "config.bad_value", "http must be a method and a path, and here is \(node.quoted)",
                suggestion: "for example: \(BindingKeys.http.entry.example)", at: node.position)
            return nil
        }
        let (method, path) = (String(words[0]), String(words[1]))
        guard methods.contains(method) else {
            problems.add(
                "config.bad_value", "the method of \(node.quoted) is not one of a binding",
                suggestion: NearMiss.suggestion(for: method, among: methods), at: node.position)
            return nil
        }
        if let reason = complaint(aboutPath: path) {
            problems.add(
                "config.bad_path", "the path in \(node.quoted) \(reason)", suggestion: "for example: /exams/{id}/grade",
                at: node.position)
            return nil
        }
        if method == "GET", let name, name == place.own, taken.contains(path) {
            problems.add(
                "config.duplicate_binding", "\(path) on a processor's own listener is answered by the host",
                suggestion: "take another path, or another listener", at: node.position)
            return nil
        }
        return HTTPBinding(listener: name ?? HTTPBinding.defaultListener, method: method, path: path)
    }

    private static func readListener(
        _ node: ConfigurationNode, of place: BindingReader.Place, problems: inout ProblemList
    ) -> String? {
        guard let name = BindingKeys.listener.read(node, &problems) else { return nil }
        if place.listeners.contains(name) { return name }
        problems.add(
            "config.unknown_listener", "there is no listener called \(node.quoted) here",
            suggestion: NearMiss.suggestion(for: name, among: place.listeners), at: node.position)
        return nil
    }

    /// Only paths that every client, proxy and router reads alike.
    private static func complaint(aboutPath path: String) -> String? {
        guard path.hasPrefix("/") else { return "does not start with /" }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if path != "/", segments.contains("") { return "has an empty part" }
        if segments.contains(".") || segments.contains("..") { return "has a . or .. in it" }
        var names: [Substring] = []
        for segment in segments {
            guard segment.contains(where: { "{}".contains($0) }) else {
                if let reason = complaint(aboutPart: segment) { return reason }
                continue
            }
            guard let name = parameter(segment) else {
                return "has a parameter that is not a whole part like {exam_id}, in small letters, digits and _"
            }
            if names.contains(name) { return "has one parameter twice" }
            names.append(name)
        }
        return nil
    }

    /// The name in `{name}`.
    private static func parameter(_ part: Substring) -> Substring? {
        guard part.hasPrefix("{"), part.hasSuffix("}") else { return nil }
        let name = part.dropFirst().dropLast()
        guard let first = name.first, ("a"..."z").contains(first),
            name.allSatisfy({ $0 == "_" || ("a"..."z").contains($0) || ("0"..."9").contains($0) })
        else { return nil }
        return name
    }

    private static func complaint(aboutPart part: Substring) -> String? {
        let allowed = "-._~!$&'()+,;=:@"
        let strange = part.first { !($0.isASCII && ($0.isLetter || $0.isNumber || allowed.contains($0))) }
        guard let strange else { return nil }
        return strange.isASCII && !strange.isWhitespace ? "has a \(strange) in it" : "has a strange character in it"
    }
}
