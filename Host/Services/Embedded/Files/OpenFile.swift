import Glibc
import HostDatabase

/// An open file or folder. Below the first folder, names are single parts and symbolic links are refused.
struct OpenFile: ~Copyable {
    private let number: Int32
    /// For messages.
    let path: String

    private init(_ number: Int32, _ path: String) throws(DatabaseFailure) {
        guard number >= 0 else { throw DatabaseFailure(errno: errno, path: path) }
        self.number = number
        self.path = path
    }

    deinit { close(number) }

    // MARK: Opening

    /// A folder that an operator named, wherever its path leads.
    init(folder path: String) throws(DatabaseFailure) {
        try self.init(Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), path)
    }

    /// A folder below another, made (0750) when it is missing.
    init(makingFolder name: String, in parent: borrowing OpenFile) throws(DatabaseFailure) {
        let path = "\(parent.path)/\(name)"
        if mkdirat(parent.number, name, 0o750) != 0, errno != EEXIST {
            throw DatabaseFailure(errno: errno, path: path)
        }
        try self.init(openat(parent.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), path)
    }

    /// A folder below another; nil when there is none.
    static func folder(_ name: String, in parent: borrowing OpenFile) throws(DatabaseFailure) -> OpenFile? {
        let number = openat(parent.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if number < 0, errno == ENOENT { return nil }
        return try OpenFile(number, "\(parent.path)/\(name)")
    }

    /// A new file (0640), to be written.
    init(creating name: String, in folder: borrowing OpenFile) throws(DatabaseFailure) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        try self.init(openat(folder.number, name, flags, 0o640), "\(folder.path)/\(name)")
    }

    /// A regular file, to be read; nil when there is none.
    static func existing(_ name: String, in folder: borrowing OpenFile) throws(DatabaseFailure) -> OpenFile? {
        // Not to wait for the writer of a pipe that somebody has put there.
        let number = openat(folder.number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if number < 0, errno == ENOENT { return nil }
        let file = try OpenFile(number, "\(folder.path)/\(name)")
        guard let mode = file.status()?.st_mode, mode & S_IFMT == S_IFREG else {
            throw DatabaseFailure(code: "store.unreachable", message: "\(file.path) is no file")
        }
        return file
    }

    // MARK: Content

    private func status() -> stat? {
        var status = stat()
        return fstat(number, &status) == 0 ? status : nil
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(DatabaseFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw DatabaseFailure(errno: errno, path: path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads on, into `buffer`. Returns how many bytes; 0 at the end.
    func read(into buffer: inout [UInt8]) throws(DatabaseFailure) -> Int {
        while true {
            let count = Glibc.read(number, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw DatabaseFailure(errno: errno, path: path) }
            return count
        }
    }

    func readAll() throws(DatabaseFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, Int(status()?.st_size ?? 0)))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(number, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw DatabaseFailure(errno: errno, path: path) }
            guard count > 0 else { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Waits until the disk has the content, or a folder's names.
    func synchronize() throws(DatabaseFailure) {
        guard fsync(number) == 0 else { throw DatabaseFailure(errno: errno, path: path) }
    }

    // MARK: What is in a folder

    /// Moves an entry into another folder, in the place of what has its name there.
    func move(_ name: String, to folder: borrowing OpenFile) throws(DatabaseFailure) {
        guard renameat(number, name, folder.number, name) == 0 else {
            throw DatabaseFailure(errno: errno, path: "\(folder.path)/\(name)")
        }
    }

    /// Removes a file; one that is not there is no failure.
    func remove(_ name: String) { unlinkat(number, name, 0) }

    /// When an entry was last changed, in seconds since 1970; nil when there is none.
    func changed(_ name: String) -> Int? {
        var status = stat()
        return fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_mtim.tv_sec : nil
    }

    func names() throws(DatabaseFailure) -> [String] {
        guard let stream = fdopendir(dup(number)) else { throw DatabaseFailure(errno: errno, path: path) }
        defer { closedir(stream) }
        rewinddir(stream)
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
