import Glibc

/// An open folder of the file system: what is in it is reached by name from here, so that no link and no `..` leads out.
///
/// Owns its descriptor, and closes it.
final class OpenFolder {
    private let descriptor: Int32

    /// - Throws: `errno`.
    init(path: String) throws(SystemError) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw SystemError() }
    }

    /// A folder in this one; a link to a folder is refused by the system.
    init(_ name: String, in parent: OpenFolder) throws(SystemError) {
        descriptor = openat(parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if descriptor < 0 { throw SystemError() }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Names, sorted, without `.` and `..` and what is no part of a template, which costs no room however much lies about.
    ///
    /// - Returns: nil when there are more than `limit`.
    func names(limit: Int) throws(SystemError) -> [String]? {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw SystemError() }
        guard let stream = fdopendir(copy) else {
            let error = SystemError()
            close(copy)
            throw error
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw SystemError() }
                return names.sorted()
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." || FileNameRule.isIgnored(name) { continue }
            if names.count == limit { return nil }
            names.append(name)
        }
    }

    /// Of the folder itself.
    func status() throws(SystemError) -> FileStatus {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError() }
        return FileStatus(status)
    }

    /// Of what has this name; of a link itself, not of where it leads.
    func status(of name: String) throws(SystemError) -> FileStatus {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw SystemError() }
        return FileStatus(status)
    }

    /// - Returns: nil when there are more than `limit` bytes.
    func read(_ name: String, limit: Int) throws(SystemError) -> [UInt8]? {
        // Without waiting: a pipe that was put in the file's place must not hold the reader.
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw SystemError() }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError()
            }
            bytes += chunk[..<count]
            if bytes.count > limit { return nil }
        }
    }
}

/// What the system said when it refused.
struct SystemError: Error {
    let number: Int32

    init() { number = errno }

    var isMissing: Bool { number == ENOENT || number == ENOTDIR }
    var message: String { String(cString: strerror(number)) }
}
