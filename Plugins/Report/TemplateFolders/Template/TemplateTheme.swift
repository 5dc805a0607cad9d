import ReportLayout
import Templates

/// A theme of a template: as the engine uses it, and as templates read it under `theme`.
public struct TemplateTheme: Sendable {
    /// For the native engine.
    public let theme: Theme
    /// `theme.json`, with the variant's values in place of its own.
    public let values: TemplateDictionary

    /// The name of `theme.json`, of which the others are variants.
    public static let standardName = "standard"

    /// What a folder without themes has.
    init() {
        theme = Theme()
        values = TemplateDictionary()
    }

    private init(theme: Theme, values: TemplateDictionary) {
        self.theme = theme
        self.values = values
    }

    /// Reads `theme.json` and the variants of `themes/`, by name.
    ///
    /// - Throws: everything that is wrong with them, each with its line and column.
    static func read(_ content: FolderContent) throws(TemplateProblems) -> [String: TemplateTheme] {
        var problems: [TemplateProblem] = []
        func attempt(_ body: () throws(TemplateProblems) -> TemplateTheme) -> TemplateTheme? {
            do throws(TemplateProblems) {
                return try body()
            } catch {
                problems += error.problems
                return nil
            }
        }
        let base = content.files["theme.json"].map { ThemeFile(path: "\(content.name)/theme.json", bytes: $0) }
        var themes: [String: TemplateTheme] = [:]
        themes[standardName] = attempt { () throws(TemplateProblems) in
            try base.map { base throws(TemplateProblems) in try TemplateTheme(base) } ?? TemplateTheme()
        }
        for (path, bytes) in content.files.sorted(by: { $0.key < $1.key }) {
            guard let name = FolderContent.stem(of: path, in: "themes/", ending: ".json") else { continue }
            let file = ThemeFile(path: "\(content.name)/\(path)", bytes: bytes)
            if name == standardName {
                problems.append(
                    TemplateProblem(
                        code: "theme.name", message: "\"\(standardName)\" is theme.json itself; rename this variant",
                        file: file.path))
            } else if themes[standardName] != nil {
                themes[name] = attempt { () throws(TemplateProblems) in try TemplateTheme(file, over: base) }
            }
        }
        guard problems.isEmpty else { throw TemplateProblems(problems) }
        return themes
    }

    /// - Parameter base: what the file is a variant of.
    private init(_ file: ThemeFile, over base: ThemeFile? = nil) throws(TemplateProblems) {
        let own = try file.values()
        values = try base.map { base throws(TemplateProblems) in try base.values().overlaid(by: own) } ?? own
        do throws(ThemeError) {
            theme = try Theme(ThemeTree(.dictionary(values)))
        } catch {
            throw TemplateProblems(error.problems.map { file.problem($0, base: base) })
        }
    }
}

/// A theme's file, for the places of what is wrong.
private struct ThemeFile {
    let path: String
    let bytes: [UInt8]

    func values() throws(TemplateProblems) -> TemplateDictionary {
        let value = try FolderJSON.value(bytes, file: path)
        if case .dictionary(let values) = value { return values }
        throw TemplateProblems([
            FolderJSON.problem(
                "theme.shape", "a theme is an object; this is \(value.phrase)", [], in: bytes, file: path)
        ])
    }

    /// A problem of the merged theme, told at the file that holds the value.
    func problem(_ problem: ThemeError.Problem, base: ThemeFile?) -> TemplateProblem {
        let pointer = problem.path.split { ".[]".contains($0) }.map(String.init)
        let holder = JSONPlaces.find(pointer, in: bytes) == nil ? base ?? self : self
        return FolderJSON.problem("theme.invalid", problem.description, pointer, in: holder.bytes, file: holder.path)
    }
}

extension ThemeTree {
    /// The same JSON, as the theme's reader takes it.
    init(_ value: TemplateValue) {
        self =
            switch value {
            case .none: .none
            case .bool(let flag): .bool(flag)
            case .integer(let number): .number(Double(number))
            case .number(let number): .number(number)
            case .string(let text), .markup(let text): .string(text)
            case .list(let elements): .list(elements.map(ThemeTree.init))
            case .dictionary(let members):
                .object(
                    Dictionary(zip(members.names, members.values.map(ThemeTree.init))) { _, last in last })
            }
    }
}
