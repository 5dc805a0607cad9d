import Glibc

/// What lies in a watched folder.
struct FolderListing: Sendable {
    /// Files that may become jobs.
    var files: [String: FileFacts] = [:]
    /// Names that fit and are no files to be read: links, which could lead anywhere, and names that are no text.
    var refused: Set<String> = []

    /// Endings of files that some program is still writing, and renames when it is done.
    private static let unfinished = [".part", ".tmp", ".crdownload"]

    static func read(_ folder: String, patterns: [FilePattern]) throws(FileTrouble) -> FolderListing {
        guard let directory = opendir(folder) else {
            throw errno == ENOENT ? FileTrouble("\(folder) is not there", code: ENOENT) : FileTrouble("\(folder)")
        }
        defer { closedir(directory) }
        var listing = FolderListing()
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                if errno != 0 { throw FileTrouble("\(folder) cannot be listed") }
                return listing
            }
            let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard let name = String(validating: bytes, as: UTF8.self) else {
                listing.refused.insert(String(decoding: bytes, as: UTF8.self))
                continue
            }
            guard isWanted(name, patterns) else { continue }
            var status = stat()
            // One that has gone in the meantime is no trouble.
            guard fstatat(dirfd(directory), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFREG: listing.files[name] = FileFacts(status)
            case S_IFLNK: listing.refused.insert(name)
            default: break
            }
        }
    }

    static func isWanted(_ name: String, _ patterns: [FilePattern]) -> Bool {
        guard !name.hasPrefix(".") else { return false }
        let lowercased = name.lowercased()
        guard !unfinished.contains(where: lowercased.hasSuffix) else { return false }
        return patterns.isEmpty || patterns.contains { $0.matches(name) }
    }
}
