import Glibc

/// A folder that only the host's user may enter, and files that appear in it whole or not at all.
struct PrivateFolder: Sendable {
    /// Why a file could not be written: the system's own words.
    struct Failure: Error {
        let reason: String

        init() {
            reason = String(cString: strerror(errno))
        }
    }

    let path: String

    /// Makes the folder and those above it.
    init(creating path: String) throws(Failure) {
        self.path = path
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += made.isEmpty || made == "/" ? String(part) : "/" + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else { throw Failure() }
        }
    }

    /// Writes a file under a name of its own and renames it into place.
    func write(_ bytes: [UInt8], to name: String, mode: mode_t) throws(Failure) {
        let temporary = "\(path)/.\(name).\(getpid()).\(UInt64.random(in: 0...UInt64.max))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure() }
        let failure = Self.fill(descriptor, with: bytes, mode: mode)
        close(descriptor)
        guard failure == nil, rename(temporary, "\(path)/\(name)") == 0 else {
            let failure = failure ?? Failure()
            unlink(temporary)
            throw failure
        }
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8], mode: mode_t) -> Failure? {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return Failure() }
            written += count
        }
        return fchmod(descriptor, mode) == 0 ? nil : Failure()
    }
}
