import Glibc

/// What is looked at to see whether a file is still the same.
struct FileFacts: Sendable, Hashable {
    let inode: UInt64
    /// In bytes.
    let size: Int64
    /// Nanoseconds since 1970-01-01 UTC.
    let modified: Int64

    init(inode: UInt64, size: Int64, modified: Int64) {
        (self.inode, self.size, self.modified) = (inode, size, modified)
    }

    init(_ status: stat) {
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    }

    /// Of the file itself, which no link is followed to; nil when it is not there.
    static func of(_ path: String) -> FileFacts? {
        var status = stat()
        return lstat(path, &status) == 0 ? FileFacts(status) : nil
    }

    /// Of a plain file in a folder that is open; nil when there is none.
    static func of(_ name: String, in folder: Int32) -> FileFacts? {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return status.st_mode & S_IFMT == S_IFREG ? FileFacts(status) : nil
    }

    /// Of a plain file that is open; nil when it is none.
    static func of(_ file: Int32) -> FileFacts? {
        var status = stat()
        return fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? FileFacts(status) : nil
    }
}

/// Why something could not be done with files, as a sentence without its full stop.
struct FileTrouble: Error, Sendable, Equatable, CustomStringConvertible {
    let description: String
    /// The system's number of the reason.
    let code: Int32

    /// Reads `errno`, which must be that of the call that failed.
    init(_ what: String) {
        code = errno
        description = "\(what): \(String(cString: strerror(code)).lowercased())"
    }

    init(_ what: String, code: Int32) {
        (description, self.code) = (what, code)
    }
}
