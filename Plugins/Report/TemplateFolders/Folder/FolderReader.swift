/// Reads template folders of the operator's shelf folder.
struct FolderReader: Sendable {
    /// The shelf folder.
    let path: String
    let limits: FolderLimits

    /// The template folders that there are, by name.
    ///
    /// - Throws: what is wrong with the shelf folder itself.
    func names() throws(TemplateProblems) -> [String] {
        let shelf = try open()
        // Files may lie beside the folders, but not without end.
        let names = try attempt(path) { () throws(SystemError) in try shelf.names(limit: limits.folders * 4) }
        guard let names else { throw TemplateProblems([.folderCount(path, limits)]) }
        var found: [String] = []
        for name in names where try isFolder(name, in: shelf) { found.append(name) }
        guard found.count <= limits.folders else { throw TemplateProblems([.folderCount(path, limits)]) }
        return found
    }

    /// What cannot be asked for is not taken to be gone: then its template would be removed.
    private func isFolder(_ name: String, in shelf: OpenFolder) throws(TemplateProblems) -> Bool {
        do throws(SystemError) {
            let kind = try shelf.status(of: name).kind
            return kind == .folder || kind == .link
        } catch {
            if error.isMissing { return false }
            throw TemplateProblems([.unreadable("\(path)/\(name)", error.message)])
        }
    }

    func listing(_ name: String) throws(TemplateProblems) -> FolderListing {
        guard FileNameRule.isTemplateName(name) else { throw TemplateProblems([.templateName(name)]) }
        return try FolderListing(name, in: open(), path: "\(path)/\(name)", limits: limits)
    }

    /// Reads what a listing names.
    ///
    /// - Throws: `folder.changing` when the folder is another one afterwards: half of a change is no version.
    func content(_ name: String, listing: FolderListing) throws(TemplateProblems) -> FolderContent {
        let shelf = try open()
        var files: [String: [UInt8]] = [:]
        var problems: [TemplateProblem] = []
        for file in listing.files {
            do throws(SystemError) {
                if let bytes = try read(file, of: name, in: shelf) {
                    files[file] = bytes
                } else {
                    problems.append(.fileSize("\(name)/\(file)", limits))
                }
            } catch {
                // What was listed a moment ago and is gone now is being replaced.
                problems.append(error.isMissing ? .changing(name) : .unreadable("\(name)/\(file)", error.message))
            }
        }
        guard problems.isEmpty else { throw TemplateProblems(problems) }
        guard try self.listing(name) == listing else { throw TemplateProblems([.changing(name)]) }
        return try FolderContent(name: name, files: files, limits: limits)
    }

    private func read(_ file: String, of name: String, in shelf: OpenFolder) throws(SystemError) -> [UInt8]? {
        let folder = try OpenFolder(name, in: shelf)
        guard let slash = file.firstIndex(of: "/") else { return try folder.read(file, limit: limits.fileBytes) }
        return try OpenFolder(String(file[..<slash]), in: folder)
            .read(String(file[file.index(after: slash)...]), limit: limits.fileBytes)
    }

    private func open() throws(TemplateProblems) -> OpenFolder {
        let shelf = try attempt(path) { () throws(SystemError) in try OpenFolder(path: path) }
        let status = try attempt(path) { () throws(SystemError) in try shelf.status() }
        guard !status.isExposed else {
            throw TemplateProblems([.writableByOthers(path, part: "a folder", path: path, mode: status.mode)])
        }
        return shelf
    }

    private func attempt<Result>(
        _ file: String, _ body: () throws(SystemError) -> Result
    ) throws(TemplateProblems) -> Result {
        do {
            return try body()
        } catch {
            throw TemplateProblems([.unreadable(file, error.message)])
        }
    }
}
