import HostImages
import HostObservability

/// An entry for plugins.yaml as a plugin's manifest suggests it: its bindings, and its settings with their defaults.
enum EntryText {
    /// - Parameters:
    ///   - name: of the processor.
    ///   - plugin: what `plugin:` says.
    static func yaml(name: String, plugin: String, manifest: PluginManifest) -> String {
        var lines = ["  \(name):", "    plugin: \(scalar(plugin))"]
        let bindings = manifest.operations.flatMap { operation in suggestions(operation) }
        if !bindings.isEmpty { lines += ["    bindings:"] + bindings.flatMap { $0 } }
        let silent = manifest.operations.filter { suggestions($0).isEmpty }
        for operation in silent {
            lines.append("    # \(operation.name) is bound nowhere: \(comment(operation.summary ?? "no summary"))")
        }
        lines += settings(manifest.settings, depth: 2, title: "    config:")
        return lines.joined(separator: "\n")
    }

    private static func suggestions(_ operation: PluginManifest.Operation) -> [[String]] {
        let last = "        operation: \(scalar(operation.name))"
        return (operation.http ?? []).map { ["      - http: \($0.method) \($0.path)", last] }
            + (operation.queue ?? []).map { ["      - queue: \(scalar($0))", last] }
            + (operation.schedule ?? []).map { schedule in
                let zone = schedule.zone.map { ", zone: \(scalar($0))" } ?? ""
                let when =
                    schedule.cron.map { "cron: \(JSONText.quoted($0))" }
                    ?? "every: \(duration(schedule.everyMilliseconds ?? 0))"
                return ["      - schedule: { \(when)\(zone) }", last]
            }
    }

    /// The settings of one mapping. A setting with a default is shown with it; one without is left to be filled.
    private static func settings(_ schema: JSONValue?, depth: Int, title: String) -> [String] {
        guard case .object(let schema)? = schema, case .object(let properties)? = schema["properties"],
            !properties.isEmpty
        else { return [] }
        var required: Set<String> = []
        if case .array(let names)? = schema["required"] {
            for case .string(let name) in names { required.insert(name) }
        }
        let indent = String(repeating: "  ", count: depth + 1)
        var lines = [title]
        for (name, property) in properties.sorted(by: { $0.key < $1.key }) {
            guard case .object(let property) = property else { continue }
            let hint = hint(property)
            if !hint.isEmpty { lines.append("\(indent)# \(hint)") }
            if property["properties"] != nil {
                lines += settings(.object(property), depth: depth + 1, title: "\(indent)\(name):")
            } else if let value = property["default"] {
                lines.append("\(indent)\(name): \(json(value))")
            } else {
                lines.append("\(indent)\(required.contains(name) ? "" : "# ")\(name):")
            }
        }
        // Nothing but remarks would leave `config:` empty, which is nothing and not a mapping.
        let hasValue = lines.dropFirst().contains { !$0.drop { $0 == " " }.hasPrefix("#") }
        return hasValue
            ? lines
            : lines.map { line in
                let bare = line.drop { $0 == " " }
                return bare.hasPrefix("#") ? line : line.prefix(line.count - bare.count) + "# " + bare
            }
    }

    private static func hint(_ property: [String: JSONValue]) -> String {
        var parts: [String] = []
        if case .string(let text)? = property["description"] { parts.append(comment(text)) }
        if let low = property["minimum"], let high = property["maximum"] {
            parts.append("\(json(low)) to \(json(high)).")
        }
        if case .array(let values)? = property["enum"] {
            parts.append("One of \(values.map(json).joined(separator: ", ")).")
        }
        if case .string(let variable)? = property["x-env"] { parts.append("The variable \(variable) goes before it.") }
        return parts.joined(separator: " ")
    }

    /// A value as JSON, which is YAML too.
    private static func json(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): String(flag)
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .string(let text): scalar(text)
        case .array(let elements): "[" + elements.map(json).joined(separator: ", ") + "]"
        case .object(let members):
            members.isEmpty
                ? "{}"
                : "{ "
                    + members.sorted { $0.key < $1.key }.map { "\(scalar($0.key)): \(json($0.value))" }
                    .joined(separator: ", ") + " }"
        }
    }

    /// Plain where nothing could be read otherwise, quoted elsewhere.
    private static func scalar(_ text: String) -> String {
        let plain =
            text.first?.isLetter ?? false
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
        let words: Set = ["true", "false", "null", "yes", "no", "on", "off"]
        // A variable is filled in quotes too.
        return plain && !words.contains(text.lowercased()) ? text : JSONText.quoted(text.replacing("${", with: "$${"))
    }

    private static func duration(_ milliseconds: Int64) -> String {
        milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }

    private static func comment(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
