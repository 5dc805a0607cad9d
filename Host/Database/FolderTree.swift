import Glibc

/// The folders that the host keeps its state in.
public enum FolderTree {
    /// Makes a folder and those above it (0750) as far as they are missing. Blocks.
    public static func make(_ path: String) throws(DatabaseFailure) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += made.isEmpty || made == "/" ? String(part) : "/" + part
            // What is there may answer with another error than EEXIST: a mount point that is read-only, say.
            if mkdir(made, 0o750) == 0 || errno == EEXIST { continue }
            let reason = errno
            guard access(made, F_OK) == 0 else { throw DatabaseFailure(errno: reason, path: made) }
        }
    }

    /// The folder part of a path; `.` when there is none.
    public static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
