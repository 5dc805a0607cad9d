import Glibc

/// The file of a database before SQLite has it.
enum DatabaseFile {
    /// Makes the folder (0750) and the file (0640) if they are missing.
    ///
    /// A file that is there is not touched: closing any descriptor of it would drop the locks that SQLite holds for
    /// this process.
    static func make(_ path: String) throws(DatabaseFailure) {
        try FolderTree.make(FolderTree.parent(of: path))
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        if file >= 0 {
            close(file)
        } else if errno != EEXIST {
            throw DatabaseFailure(errno: errno, path: path)
        }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Removes a file that nobody has open, and what SQLite may have left beside it.
    static func remove(_ path: String) {
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    }
}
