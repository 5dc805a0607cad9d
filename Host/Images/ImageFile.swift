import Glibc

/// The bytes of a file, read once through one descriptor, with what the file system says about them.
struct ImageFile {
    static let sizeLimit: Int64 = 1 << 30
    private static let attempts = 3

    let path: String
    let bytes: [UInt8]
    /// Permission bits.
    let mode: UInt32

    /// Reads a regular file that does not change meanwhile. Needs no right to execute it. Blocks.
    init(path: String) throws(ImageRefusal) {
        // Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            throw code == ENOENT || code == ENOTDIR
                ? .notFound(path) : .unreadable(path, reason: String(cString: strerror(code)))
        }
        defer { close(descriptor) }
        for attempt in 1...Self.attempts {
            let before = try Self.status(descriptor, path)
            try Self.checkKind(before, path)
            if let bytes = try Self.read(descriptor, size: Int(before.st_size), path),
                Self.isSame(before, try Self.status(descriptor, path))
            {
                self.path = path
                self.bytes = bytes
                self.mode = before.st_mode & 0o7777
                return
            }
            if attempt < Self.attempts { usleep(100_000) }
        }
        throw .beingWritten(path)
    }

    private static func status(_ descriptor: Int32, _ path: String) throws(ImageRefusal) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(path, reason: String(cString: strerror(errno)))
        }
        return status
    }

    private static func checkKind(_ status: stat, _ path: String) throws(ImageRefusal) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .notRegular(path, found: "a folder")
        default: throw .notRegular(path, found: "a device, pipe or socket")
        }
        guard Int64(status.st_size) <= sizeLimit else { throw .tooLarge(path, size: Int64(status.st_size)) }
    }

    /// Nil when the file is shorter or longer than announced: it is changing.
    private static func read(_ descriptor: Int32, size: Int, _ path: String) throws(ImageRefusal) -> [UInt8]? {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, filled in
            while filled < buffer.count {
                let count = pread(
                    descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled, off_t(filled))
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = errno }
                guard count > 0 else { return }
                filled += count
            }
        }
        guard failure == 0 else { throw .unreadable(path, reason: String(cString: strerror(failure))) }
        return bytes.count == size ? bytes : nil
    }

    private static func isSame(_ first: stat, _ second: stat) -> Bool {
        first.st_size == second.st_size && first.st_mtim.tv_sec == second.st_mtim.tv_sec
            && first.st_mtim.tv_nsec == second.st_mtim.tv_nsec && first.st_ctim.tv_sec == second.st_ctim.tv_sec
            && first.st_ctim.tv_nsec == second.st_ctim.tv_nsec
    }
}
