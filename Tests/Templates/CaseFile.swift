import Foundation
import Templates

/// A template with its data, for both renderers.
struct TemplateCase: Encodable {
    struct Options: Codable {
        var autoescape: Bool?
        var trimBlocks: Bool?
        var lstripBlocks: Bool?
        var keepTrailingNewline: Bool?
    }

    var name: String
    var templates: [String: String]
    var data: String
    var options = Options()

    private enum Keys: String, CodingKey { case templates, data, options }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(templates, forKey: .templates)
        try container.encode(options, forKey: .options)
    }

    /// What the peer reads.
    func json() throws -> String {
        let rest = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        return "{\"data\": \(data), " + rest.dropFirst()
    }

    /// What this library makes of it.
    func rendered(limits: TemplateLimits = TemplateLimits()) -> Result<String, TemplateError> {
        let options = TemplateOptions(
            autoescape: options.autoescape ?? true, trimBlocks: options.trimBlocks ?? false,
            lstripBlocks: options.lstripBlocks ?? false,
            keepTrailingNewline: options.keepTrailingNewline ?? false,
            forbiddenCharacters: .keep)
        return Result { () throws(TemplateError) in
            let set = try TemplateSet(sources: templates, options: options)
            return try set.render("main", data: TemplateValue(json: Array(data.utf8)), limits: limits)
                .text
        }
    }
}

/// Cases in Tests/Fixtures/Templates.
enum CaseFile {
    static let folder: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<2 { folder.deleteLastPathComponent() }
        return folder.appendingPathComponent("Fixtures/Templates")
    }()

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    /// Each line is a template; all have the data of data.json.
    static func lines(_ name: String) throws -> [TemplateCase] {
        let data = try text("data.json")
        return try text(name).split(separator: "\n").enumerated().map { number, line in
            TemplateCase(name: "\(name):\(number + 1)", templates: ["main": String(line)], data: data)
        }
    }

    /// Cases of several lines: `=== name` begins one, `--- part` a template of it, `--- data` or `--- options`.
    static func parts(_ name: String) throws -> [TemplateCase] {
        let shared = try text("data.json")
        var cases: [TemplateCase] = []
        var part = ""
        var lines: [Substring] = []
        func close() throws {
            let text = lines.joined(separator: "\n")
            lines = []
            guard !cases.isEmpty, !part.isEmpty else { return }
            switch part {
            case "data": cases[cases.count - 1].data = text
            case "options":
                cases[cases.count - 1].options = try JSONDecoder().decode(
                    TemplateCase.Options.self, from: Data(text.utf8))
            default: cases[cases.count - 1].templates[part] = text
            }
        }
        for line in try text(name).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("=== ") {
                try close()
                part = ""
                cases.append(
                    TemplateCase(name: "\(name) \(line.dropFirst(4))", templates: [:], data: shared))
            } else if line.hasPrefix("--- ") {
                try close()
                part = String(line.dropFirst(4))
            } else {
                lines.append(line)
            }
        }
        try close()
        return cases
    }

    /// A folder whose template is NAME.jinja, with NAME.json as data and all other templates beside it.
    static func whole() throws -> [TemplateCase] {
        let folder = folder.appendingPathComponent("whole")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        var templates: [String: String] = [:]
        for file in files where file.hasSuffix(".jinja") { templates[file] = try text("whole/\(file)") }
        return try files.filter { $0.hasSuffix(".json") }.map { file in
            let main = file.dropLast(5) + ".jinja"
            var all = templates
            all["main"] = templates[String(main)]
            return TemplateCase(name: file, templates: all, data: try text("whole/\(file)"))
        }
    }
}
