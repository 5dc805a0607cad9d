/// `bindings:` to typed bindings. Remembers every address of the file, for two bindings on one are a mistake.
struct BindingReader {
    private static let sources = ["http"]
    private static let plannedSources = ["amqp", "bullmq", "queue", "schedule", "folder"]
    private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    private var addresses: [Binding.Source: (processor: String, line: Int)] = [:]

    init() {}

    mutating func read(
        _ node: ConfigurationNode, of processor: String, problems: inout ProblemList
    ) -> [Binding] {
        let example = "[ { http: POST /grade, operation: grading.grade } ]"
        var bindings: [Binding] = []
        for element in node.list("bindings", example: example, problems: &problems) ?? [] {
            if let binding = readBinding(element, of: processor, problems: &problems) { bindings.append(binding) }
        }
        return bindings
    }

    private mutating func readBinding(
        _ node: ConfigurationNode, of processor: String, problems: inout ProblemList
    ) -> Binding? {
        guard
            let reader = MappingReader(
                node, name: "a binding", known: Self.sources + ["operation"],
                planned: Self.plannedSources + ["callback"], problems: &problems)
        else { return nil }
        let operation = reader.required("operation", example: "grading.grade", problems: &problems)?
            .text("operation", example: "grading.grade", problems: &problems)
        // A source of a later version has been named already; no need to miss another.
        guard !Self.plannedSources.contains(where: { reader[$0] != nil }) else { return nil }
        guard let route = reader.required("http", example: "POST /grade", problems: &problems),
            let source = readRoute(route, problems: &problems)
        else { return nil }
        if let other = addresses[source] {
            problems.add(
                "config.duplicate_binding",
                "\(Self.name(of: source)) is bound already, by \(other.processor) in line \(other.line)",
                suggestion: "keep one of the two", at: route.position)
        } else {
            addresses[source] = (processor, route.position.line)
        }
        return operation.map { Binding(source: source, operation: $0, position: node.position) }
    }

    private func readRoute(_ node: ConfigurationNode, problems: inout ProblemList) -> Binding.Source? {
        guard let text = node.text("http", example: "POST /grade", problems: &problems) else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2 else {
            problems.add(
                "config.bad_value", "http must be a method and a path, and here is \(node.quoted)",
                suggestion: "for example: POST /grade", at: node.position)
            return nil
        }
        let (method, path) = (String(words[0]), String(words[1]))
        guard Self.methods.contains(method) else {
            problems.add(
                "config.bad_value", "the method of \(node.quoted) is not one of a binding",
                suggestion: NearMiss.suggestion(for: method, among: Self.methods), at: node.position)
            return nil
        }
        if let reason = Self.complaint(aboutPath: path) {
            problems.add(
                "config.bad_path", "the path in \(node.quoted) \(reason)", suggestion: "for example: /api/omr/grade",
                at: node.position)
            return nil
        }
        return .http(method: method, path: path)
    }

    /// Only paths that every client, proxy and router reads alike.
    private static func complaint(aboutPath path: String) -> String? {
        guard path.hasPrefix("/") else { return "does not start with /" }
        let allowed = "-._~!$&'()+,;=:@/"
        let strange = path.first { !($0.isASCII && ($0.isLetter || $0.isNumber || allowed.contains($0))) }
        if let strange {
            return strange.isASCII && !strange.isWhitespace ? "has a \(strange) in it" : "has a strange character in it"
        }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if path != "/", segments.contains("") { return "has an empty part" }
        if segments.contains(".") || segments.contains("..") { return "has a . or .. in it" }
        return nil
    }

    private static func name(of source: Binding.Source) -> String {
        switch source {
        case .http(let method, let path): "\(method) \(path)"
        }
    }
}
