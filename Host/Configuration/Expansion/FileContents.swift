import Glibc

/// Reads the files that `${file:PATH}` names: small ones, where secrets are kept.
public struct FileContents: Sendable {
    /// Why a file gave no text.
    public struct Refusal: Error {
        /// Follows the file's name in a message: `cannot be read: ...`.
        let reason: String

        public init(reason: String) { self.reason = reason }
    }

    /// More than any secret or certificate chain.
    static let sizeLimit = 64 << 10

    let read: @Sendable (String) -> Result<[UInt8], Refusal>

    /// - Parameter read: gives a file's bytes by its resolved path.
    public init(read: @escaping @Sendable (String) -> Result<[UInt8], Refusal>) { self.read = read }

    /// No file is read.
    public static let none = FileContents { _ in .failure(Refusal(reason: "is not read here")) }

    /// Files of this machine. Only regular ones: a pipe or device would block, or have no end.
    public static let disk = FileContents { path in
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(.system(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(.system(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { return .failure(Refusal(reason: "is not a plain file")) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 8192)
        while bytes.count <= sizeLimit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(.system(errno)) }
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return .success(bytes)
    }

    /// The text of a file without the line break at its end, which editors add.
    func text(_ path: String) -> Result<String, Refusal> {
        read(path).flatMap { bytes in
            guard bytes.count <= Self.sizeLimit else {
                return .failure(Refusal(reason: "has more than \(Self.sizeLimit) bytes"))
            }
            guard var text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
                return .failure(Refusal(reason: "is not text in UTF-8"))
            }
            if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
            return .success(text)
        }
    }
}

extension FileContents.Refusal {
    static func system(_ code: Int32) -> Self {
        Self(reason: "cannot be read: \(String(cString: strerror(code)))")
    }
}
