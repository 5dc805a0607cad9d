import Glibc

/// The font files that settings name, checked before anything reads them.
enum FontFiles {
    private static let endings = [".ttf", ".otf", ".ttc", ".otc"]

    /// Files and what the folders hold, in an order that does not depend on the file system.
    /// - Throws: `fonts.unreadable`, `fonts.too_large`.
    static func named(by settings: FontSettings) throws(DrawingError) -> [String] {
        var files = settings.files
        for folder in settings.folders { files += try list(folder) }
        guard files.count <= settings.maximumFiles else {
            throw DrawingError(
                code: "fonts.too_large",
                message: "\(files.count) font files are named, at most \(settings.maximumFiles) are read: remove some.")
        }
        for file in files { try check(file, settings.maximumFileBytes) }
        return files
    }

    private static func list(_ folder: String) throws(DrawingError) -> [String] {
        guard let open = opendir(folder) else {
            throw DrawingError(
                code: "fonts.unreadable", message: "The font folder \(folder) cannot be read: correct its path.")
        }
        defer { closedir(open) }
        var found: [String] = []
        while let entry = readdir(open) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if endings.contains(where: { name.lowercased().hasSuffix($0) }) { found.append("\(folder)/\(name)") }
        }
        return found.sorted()
    }

    private static func check(_ file: String, _ maximumBytes: Int) throws(DrawingError) {
        var facts = stat()
        guard stat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, access(file, R_OK) == 0 else {
            throw DrawingError(
                code: "fonts.unreadable",
                message: "The font file \(file) cannot be read: correct its path or its permissions.")
        }
        guard facts.st_size <= maximumBytes else {
            throw DrawingError(
                code: "fonts.too_large",
                message: "The font file \(file) has \(facts.st_size) bytes; at most \(maximumBytes) are read.")
        }
    }
}
