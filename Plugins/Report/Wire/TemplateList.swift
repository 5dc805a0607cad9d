import PluginSDK
import ReportTemplates

/// What `report.templates` answers.
struct TemplateList: Codable, Sendable {
    struct Entry: Codable, Sendable {
        var name: String
        /// Of the content; null where nothing is served.
        var version: String?
        /// The author's own, and the title by language; under "" one for all.
        var label: String?
        var titles: [String: String]
        /// ready; stale: the folder is wrong and an earlier version is served; broken: nothing is served.
        var state: String
        /// built-in or folder.
        var origin: String
        var engine: String?
        var engines: [String]
        var themes: [String]
        var locales: [String]
        var samples: [String]
        /// What a job may name, oldest first.
        var versions: [String]
        var problems: [TemplateProblemDocument]
    }

    var templates: [Entry]
    /// What is wrong with the shelf folder itself.
    var problems: [TemplateProblemDocument]

    init(_ shelf: TemplateShelf) {
        let (entries, problems) = shelf.inventory()
        self.problems = problems.map(TemplateProblemDocument.init)
        templates = entries.map { entry in
            let template = entry.template
            return Entry(
                name: entry.name, version: template?.version, label: template?.description.label,
                titles: template?.description.titles ?? [:], state: entry.state.rawValue, origin: entry.origin.rawValue,
                engine: template?.engine.rawValue, engines: template?.engines.map(\.rawValue) ?? [],
                themes: template?.variants ?? [], locales: template?.description.locales ?? [],
                samples: template?.samples.map(\.name) ?? [], versions: entry.versions,
                problems: entry.problems.map(TemplateProblemDocument.init))
        }
    }
}

/// One thing that is wrong with a template folder.
struct TemplateProblemDocument: Codable, Sendable {
    var code: String
    var message: String
    /// `school/theme.json`.
    var file: String
    /// Both count from 1; null where the whole file is meant.
    var line: Int?
    var column: Int?

    init(_ problem: TemplateProblem) {
        code = problem.code
        message = problem.message
        file = problem.file
        line = problem.line
        column = problem.column
    }

    var json: JSONValue {
        [
            "code": .string(code), "message": .string(message), "file": .string(file),
            "line": line.map(JSONValue.integer) ?? .null, "column": column.map(JSONValue.integer) ?? .null,
        ]
    }
}
