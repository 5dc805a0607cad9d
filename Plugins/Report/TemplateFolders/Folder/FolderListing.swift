/// What lies in a template's folder, told without reading files: cheap enough for once a second.
struct FolderListing: Hashable {
    /// By path inside the folder; folders too, so that a new right of one is seen.
    let entries: [String: FileStatus]

    /// When the newest of them changed; nanoseconds since 1970.
    var newest: Int { entries.values.map(\.changed).max() ?? 0 }

    var files: [String] { entries.filter { $0.value.kind == .file }.keys.sorted() }

    /// Lists a folder of the shelf.
    ///
    /// - Parameters:
    ///   - name: the template's.
    ///   - path: of the folder, for sentences that name a command.
    /// - Throws: every entry that may not be there.
    init(_ name: String, in shelf: OpenFolder, path: String, limits: FolderLimits) throws(TemplateProblems) {
        var reader = ListingReader(name: name, path: path, limits: limits)
        reader.readRoot(in: shelf)
        guard reader.problems.isEmpty else { throw TemplateProblems(reader.problems) }
        entries = reader.entries
    }
}

/// Walks a template's folder, two levels deep, and collects what is wrong.
private struct ListingReader {
    let name: String
    let path: String
    let limits: FolderLimits
    var entries: [String: FileStatus] = [:]
    var problems: [TemplateProblem] = []

    /// Folders within a template that are listed beside as many files as there may be.
    private static let folders = 16

    mutating func readRoot(in shelf: OpenFolder) {
        do throws(SystemError) {
            let status = try shelf.status(of: name)
            guard status.kind != .link else { return problems.append(.symbolicLink(name)) }
            let folder = try OpenFolder(name, in: shelf)
            note(status, "", "a folder")
            try read(folder, prefix: "")
        } catch {
            // What was listed a moment ago and is gone now is being replaced.
            problems.append(error.isMissing ? .changing(name) : .unreadable(name, error.message))
        }
    }

    private mutating func read(_ folder: OpenFolder, prefix: String) throws(SystemError) {
        // Folders count too here: a few more than files.
        guard let names = try folder.names(limit: limits.files + Self.folders) else {
            return problems.append(.fileCount(name, limits))
        }
        for entry in names {
            let inner = prefix + entry
            let file = "\(name)/\(inner)"
            let status = try folder.status(of: entry)
            if !FileNameRule.isFileName(entry) {
                problems.append(.fileName(file))
            } else if status.kind == .link {
                problems.append(.symbolicLink(file))
            } else if status.kind == .folder, prefix.isEmpty {
                note(status, inner, "a folder")
                try read(OpenFolder(entry, in: folder), prefix: inner + "/")
            } else if status.kind == .file {
                note(status, inner, "a file")
                if status.size > limits.fileBytes { problems.append(.fileSize(file, limits)) }
            } else {
                problems.append(status.kind == .folder ? .fileName(file) : .notAFile(file))
            }
            guard entries.count <= limits.files + Self.folders else {
                return problems.append(.fileCount(name, limits))
            }
        }
        guard prefix.isEmpty else { return }
        let files = entries.values.filter { $0.kind == .file }
        let crowded = TemplateProblem.fileCount(name, limits)
        if files.count > limits.files, !problems.contains(crowded) { problems.append(crowded) }
        if files.reduce(0, { $0 &+ $1.size }) > limits.folderBytes { problems.append(.folderSize(name, limits)) }
    }

    private mutating func note(_ status: FileStatus, _ inner: String, _ part: String) {
        entries[inner] = status
        guard status.isExposed else { return }
        let place = inner.isEmpty ? "" : "/\(inner)"
        problems.append(
            .writableByOthers(name + place, part: part, path: path + place, mode: status.mode))
    }
}
