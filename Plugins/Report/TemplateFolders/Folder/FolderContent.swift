import ReportDrawing

/// The files of one template, read and not yet understood: from a folder, from the image, or from a request.
public struct FolderContent: Sendable, Hashable {
    /// The template's name.
    public let name: String
    /// By path inside the folder: `template.xml.j2`, `samples/first.json`.
    public let files: [String: [UInt8]]
    /// SHA-256 over names and bytes, 64 lower-case hexadecimal digits: what a batch pins and a cache's key holds.
    public let version: String

    /// Files that are no part of a template (`*.md`, hidden ones) are passed over.
    ///
    /// - Throws: every name and size that a folder on disk could not have either.
    public init(
        name: String, files: [String: [UInt8]], limits: FolderLimits = FolderLimits()
    ) throws(TemplateProblems) {
        let files = files.filter { path, _ in
            !path.split(separator: "/").contains { FileNameRule.isIgnored(String($0)) }
        }
        var problems: [TemplateProblem] = []
        if !FileNameRule.isTemplateName(name) { problems.append(.templateName(name)) }
        for (path, bytes) in files {
            let file = "\(name)/\(path)"
            if !FileNameRule.isPath(path) { problems.append(.fileName(file)) }
            if bytes.count > limits.fileBytes { problems.append(.fileSize(file, limits)) }
        }
        if files.count > limits.files { problems.append(.fileCount(name, limits)) }
        if files.values.reduce(0, { $0 &+ $1.count }) > limits.folderBytes {
            problems.append(.folderSize(name, limits))
        }
        guard problems.isEmpty else { throw TemplateProblems(problems) }
        self.name = name
        self.files = files
        version = Self.version(of: files)
    }

    /// Of a line for each file, sorted by path: the hash of its bytes, and its path, which holds no line break.
    private static func version(of files: [String: [UInt8]]) -> String {
        let lines = files.keys.sorted().map { "\(ContentHash.sha256(files[$0] ?? [])) \($0)\n" }
        return ContentHash.sha256(Array(lines.joined().utf8))
    }

    /// `first` of `samples/first.json`; nil for a file of another folder or kind.
    static func stem(of path: String, in folder: String, ending: String) -> String? {
        guard path.hasPrefix(folder), path.hasSuffix(ending), path.utf8.count > folder.utf8.count + ending.utf8.count
        else { return nil }
        return String(path.dropFirst(folder.count).dropLast(ending.count))
    }
}
