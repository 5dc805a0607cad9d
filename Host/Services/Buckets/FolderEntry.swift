import Glibc

/// An open file or folder of a bucket that is a folder. Names are single parts; symbolic links are refused everywhere
/// below the bucket's own folder, so that nothing leads out of it.
struct FolderEntry: ~Copyable {
    private let number: Int32

    private init(_ number: Int32) throws(FolderFailure) {
        guard number >= 0 else { throw FolderFailure(errno) }
        self.number = number
    }

    deinit { close(number) }

    /// A folder that the operator named, wherever its path leads.
    init(root path: String) throws(FolderFailure) { try self.init(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) }

    init(folder name: String, in parent: borrowing FolderEntry) throws(FolderFailure) {
        try self.init(openat(parent.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
    }

    /// Made (0750) when it is missing.
    init(makingFolder name: String, in parent: borrowing FolderEntry) throws(FolderFailure) {
        guard mkdirat(parent.number, name, 0o750) == 0 || errno == EEXIST else { throw FolderFailure(errno) }
        try self.init(folder: name, in: parent)
    }

    /// A new file (0640), to be written.
    init(creating name: String, in folder: borrowing FolderEntry) throws(FolderFailure) {
        try self.init(openat(folder.number, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640))
    }

    /// A regular file, to be read.
    static func file(_ name: String, in folder: borrowing FolderEntry) throws(FolderFailure) -> FolderEntry {
        // Not to wait for the writer of a pipe.
        let file = try FolderEntry(openat(folder.number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC))
        var status = stat()
        guard fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .absent }
        return file
    }

    /// The content; nil when it has more than `most` bytes.
    func read(most: Int) throws(FolderFailure) -> [UInt8]? {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = Glibc.read(number, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FolderFailure(errno) }
            guard count > 0 else { return content }
            guard content.count + count <= most else { return nil }
            content += buffer[..<count]
        }
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(FolderFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FolderFailure(errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Gives a file another name, in the place of what may have it.
    func rename(_ name: String, to new: String) throws(FolderFailure) {
        guard renameat(number, name, number, new) == 0 else { throw FolderFailure(errno) }
    }

    /// Removes a file.
    func remove(_ name: String) throws(FolderFailure) {
        guard unlinkat(number, name, 0) == 0 else { throw FolderFailure(errno) }
    }

    enum Kind {
        case file(size: Int)
        case folder
    }

    /// What has a name; nil for links, pipes and nothing.
    func kind(_ name: String) -> Kind? {
        var status = stat()
        guard fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(size: status.st_size)
        case S_IFDIR: return .folder
        default: return nil
        }
    }

    /// The names in a folder that are UTF-8.
    func names() throws(FolderFailure) -> [String] {
        let copy = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw FolderFailure(errno) }
        guard let stream = fdopendir(copy) else {
            close(copy)
            throw FolderFailure(errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name, name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
