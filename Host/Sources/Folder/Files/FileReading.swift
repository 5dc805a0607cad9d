import Glibc

/// What came of reading a file that had settled.
enum FileReading: Sendable, Equatable {
    case bytes([UInt8])
    /// It is another now, or somebody has it open to write: it has not settled.
    case unsettled
    case vanished
    case tooLarge
    case failed(FileTrouble)

    /// Reads a whole file without following a link, and only if it is still what `facts` say, before and after.
    ///
    /// - Parameter limit: most bytes.
    static func read(_ path: String, facts: FileFacts, limit: Int64) -> FileReading {
        // Without O_NONBLOCK a pipe put there in the meantime would hold the thread.
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return .vanished }
            return errno == ELOOP ? .unsettled : .failed(FileTrouble("\(path) cannot be opened"))
        }
        defer { close(file) }
        guard FileFacts.of(file) == facts, !isBeingWritten(file) else { return .unsettled }
        guard facts.size <= limit else { return .tooLarge }
        let count = Int(facts.size)
        var trouble: FileTrouble?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = Glibc.read(file, buffer.baseAddress.map { $0 + filled }, count - filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { trouble = FileTrouble("\(path) cannot be read") }
                guard got > 0 else { return }
                filled += got
            }
        }
        if let trouble { return .failed(trouble) }
        return bytes.count == count && FileFacts.of(file) == facts ? .bytes(bytes) : .unsettled
    }

    /// `F_SETSIG` and `F_SETLEASE` of Linux, which the Swift overlay of Glibc does not show.
    private static let (setSignal, setLease): (Int32, Int32) = (10, 1024)

    /// Whether some process has the file open to write, where the system can tell: it grants a lease for reading only
    /// if none has (fcntl(2), F_SETLEASE). On a network share, or for another user's file, it cannot.
    private static func isBeingWritten(_ file: Int32) -> Bool {
        // Who opens the file while the lease holds makes the system signal its holder. SIGIO would end the process.
        guard fcntl(file, setSignal, SIGURG) == 0 else { return false }
        guard fcntl(file, setLease, F_RDLCK) == 0 else { return errno == EAGAIN }
        _ = fcntl(file, setLease, F_UNLCK)
        return false
    }
}
