/// The manifest as the host reads it.
struct ManifestDocument {
    let json: JSONValue
    /// Why the plugin must be neither loaded nor packed.
    let problems: [String]

    init<Owner: Plugin>(_ manifest: Manifest<Owner>) {
        var problems = Self.problems(of: manifest)
        let operations = manifest.operations.map { operation -> JSONValue in
            var document: [String: JSONValue] = [
                "name": .string(operation.name), "summary": .string(operation.summary),
                "input": Self.document(of: operation.input, "input of \(operation.name)", problems: &problems),
                "output": Self.document(of: operation.output, "output of \(operation.name)", problems: &problems)
                    .adding(["stream": .bool(operation.isStream)]),
            ]
            document.merge(operation.defaults.members) { known, _ in known }
            return .object(document)
        }
        var document: [String: JSONValue] = [
            "id": .string(manifest.id), "version": .string(manifest.version), "operations": .array(operations),
            "settings": Owner.Configuration.schema, "needs": .array(manifest.needs.map { .string($0) }),
            "max_concurrency": .integer(manifest.maxConcurrency),
        ]
        if let summary = manifest.summary { document["summary"] = .string(summary) }
        if !problems.isEmpty { document["problems"] = .array(problems.map { .string($0) }) }
        self.json = .object(document)
        self.problems = problems
    }

    private static func document(of shape: PayloadShape, _ place: String, problems: inout [String]) -> JSONValue {
        var document: [String: JSONValue] = [:]
        if let mediaType = shape.mediaType { document["media_type"] = .string(mediaType) }
        switch shape.schema {
        case .success(let schema): document["schema"] = schema
        case .failure(let problem): problems.append("The \(place): \(problem)")
        }
        return .object(document)
    }

    private static func problems<Owner: Plugin>(of manifest: Manifest<Owner>) -> [String] {
        var problems: [String] = []
        if !isName(manifest.id) {
            problems.append("The id \"\(manifest.id)\" has to be words of a-z, 0-9, _ and - joined by dots.")
        }
        if manifest.version.isEmpty { problems.append("The version is empty; give one such as 1.0.0.") }
        if manifest.operations.isEmpty { problems.append("There is no operation; declare at least one.") }
        if !(0...65_536).contains(manifest.maxConcurrency) {
            problems.append("maxConcurrency is \(manifest.maxConcurrency); it has to lie within 0...65536.")
        }
        var seen: Set<String> = []
        for operation in manifest.operations {
            if !isName(operation.name) {
                problems.append(
                    "The operation \"\(operation.name)\" has to be words of a-z, 0-9, _ and - joined by dots.")
            }
            if !seen.insert(operation.name).inserted {
                problems.append("The operation \(operation.name) is declared twice; rename one.")
            }
            problems += operation.defaults.problems(of: operation.name)
        }
        return problems
    }

    static func isName(_ name: String) -> Bool {
        name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
                }
        }
    }
}
