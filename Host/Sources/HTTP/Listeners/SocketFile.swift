import Glibc

/// The file of a Unix socket: taken over when nobody listens there any more, readable and writable for owner and group.
enum SocketFile {
    private static let mode: mode_t = 0o660

    /// Removes a socket that a host left behind. Returns what stands in the way, or nil.
    static func clear(_ path: String) -> String? {
        var facts = stat()
        guard lstat(path, &facts) == 0 else {
            return errno == ENOENT ? nil : "\(path): \(String(cString: strerror(errno)))"
        }
        guard facts.st_mode & S_IFMT == S_IFSOCK else { return "\(path) is there and is no socket" }
        guard !isServed(path) else { return "another program listens on \(path)" }
        return unlink(path) == 0 ? nil : "\(path) cannot be replaced: \(String(cString: strerror(errno)))"
    }

    /// Sets who may connect.
    static func open(_ path: String) -> Bool { chmod(path, mode) == 0 }

    static func remove(_ path: String) { unlink(path) }

    private static func isServed(_ path: String) -> Bool {
        let handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard handle >= 0 else { return true }
        defer { close(handle) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { name in
            guard bytes.count < name.count else { return false }
            name.copyBytes(from: bytes)
            return true
        }
        guard fits else { return false }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // A full backlog is a program that listens too.
        return connected == 0 || errno == EAGAIN
    }
}
