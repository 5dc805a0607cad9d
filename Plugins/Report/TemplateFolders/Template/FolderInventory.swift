/// Which files of a folder are what, and which are nothing that a template has.
struct FolderInventory {
    /// Templates and partials, by path.
    var sources: [String: String] = [:]
    var assets: [String: TemplateAsset] = [:]
    var problems: [TemplateProblem] = []

    private static let single = ["template.json", "theme.json", "strings.json", "schema.json"]

    init(_ content: FolderContent) {
        for (path, bytes) in content.files.sorted(by: { $0.key < $1.key }) {
            let file = "\(content.name)/\(path)"
            if path.hasSuffix(".j2") {
                add(source: path, bytes, file: file)
            } else if path.hasPrefix("assets/") {
                add(asset: String(path.dropFirst("assets/".count)), bytes, file: file)
            } else if !Self.single.contains(path), FolderContent.stem(of: path, in: "themes/", ending: ".json") == nil,
                FolderContent.stem(of: path, in: "samples/", ending: ".json") == nil
            {
                problems.append(
                    TemplateProblem(
                        code: "folder.unknown_file",
                        message: "is no file that a template has: *.j2, theme.json, themes/*.json, strings.json, "
                            + "schema.json, samples/*.json, assets/*, template.json, notes in *.md", file: file))
            }
        }
        if !ReportEngine.allCases.contains(where: { content.files[$0.mainFile] != nil }) {
            problems.append(
                TemplateProblem(
                    code: "folder.no_template",
                    message:
                        "has neither template.xml.j2, for the native engine, nor template.html.j2, for the browser",
                    file: content.name))
        }
    }

    private mutating func add(source path: String, _ bytes: [UInt8], file: String) {
        if let text = String(validating: bytes, as: UTF8.self) {
            sources[path] = text
        } else {
            problems.append(
                TemplateProblem(code: "folder.encoding", message: "is not UTF-8; save it as UTF-8", file: file))
        }
    }

    private mutating func add(asset name: String, _ bytes: [UInt8], file: String) {
        do throws(TemplateProblem) {
            assets[name] = try TemplateAsset(name: name, bytes: bytes, file: file)
        } catch {
            problems.append(error)
        }
    }
}
