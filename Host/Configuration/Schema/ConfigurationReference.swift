/// All keys of plugins.yaml as tables in Markdown, for the operators' documentation.
public enum ConfigurationReference {
    public static var markdown: String {
        var sections: [String] = []
        collect(FileKeys.shape, path: "", title: "The file", into: &sections)
        return sections.joined(separator: "\n\n") + "\n"
    }

    private static func collect(
        _ shape: MappingShape, path: String, title: String, into sections: inout [String]
    ) {
        var lines = ["### \(title)", ""]
        if let short = shape.short { lines += ["Plain text in its place stands for `\(short)`.", ""] }
        if let word = shape.word { lines += ["Or the word `\(word)`.", ""] }
        lines += ["| Key | Value | Default | Meaning |", "|---|---|---|---|"]
        lines += shape.available.map { entry in
            "| `\(entry.name)` | \(value(entry.shape)) | \(absence(entry)) | \(escaped(entry.summary)) |"
        }
        sections.append(lines.joined(separator: "\n"))
        for entry in shape.available {
            let place = path.isEmpty ? entry.name : "\(path).\(entry.name)"
            descend(entry.shape, path: place, into: &sections)
        }
    }

    private static func descend(_ shape: SettingShape, path: String, into sections: inout [String]) {
        switch shape {
        case .mapping(let mapping): collect(mapping, path: path, title: "`\(path)`", into: &sections)
        case .named(let value): descend(value, path: path + ".NAME", into: &sections)
        case .list(let element): descend(element, path: path + "[]", into: &sections)
        default: return
        }
    }

    private static func value(_ shape: SettingShape) -> String {
        switch shape {
        case .text: "text"
        case .integer(let range):
            range.count == 1 ? "`\(range.lowerBound)`" : "\(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .boolean: "`true`, `false`"
        case .duration(let range): "time, \(Quantity.text(range.lowerBound)) to \(Quantity.text(range.upperBound))"
        case .size(let range):
            "size, \(Quantity.text(bytes: range.lowerBound)) to \(Quantity.text(bytes: range.upperBound))"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .secret: "secret"
        case .url: "URL"
        case .location(let schemes): schemes.map { "`\($0):`" }.joined(separator: ", ")
        case .list(let element): "list of \(value(element))"
        case .oneOrMore(let element): "\(value(element)), or a list of them"
        case .mapping: "mapping"
        case .named: "mapping of names"
        case .headers: "mapping of names to secrets"
        case .anything, .settings: "any mapping"
        }
    }

    private static func absence(_ entry: KeyEntry) -> String {
        switch entry.absence {
        case .refused: "required"
        case .nothing: ""
        case .value(let text): text.isEmpty ? "empty" : "`\(escaped(text))`"
        case .parts: ""
        case .derived: "see there"
        }
    }

    private static func escaped(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
