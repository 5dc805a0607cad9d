import GRDB
import Glibc

/// Why the database, or a file beside it, did not do what was asked.
public struct DatabaseFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Stable, for programs: `store.full`, `store.read_only`, `store.damaged`, `store.busy`, `store.unreachable`,
    /// `store.missing`, `store.foreign`, `store.earlier_version`, `store.later_version`, `store.no_thread`,
    /// `store.closed`, `store.failed`.
    public let code: String
    /// A sentence for a person, with what to do.
    public let message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    public static let closed = DatabaseFailure(code: "store.closed", message: "the database is closed")

    public var description: String { "\(message) (\(code))" }

    /// Whether the file or its disk is at fault, and not one request: then nothing can be written for now.
    public var isStorage: Bool { code != "store.failed" }

    static func full(_ path: String) -> DatabaseFailure {
        DatabaseFailure(code: "store.full", message: "the disk of \(path) is full: make room, nothing is lost")
    }

    /// Reads what a system call on a file said.
    public init(errno number: Int32, path: String) {
        switch number {
        case ENOSPC, EDQUOT: self = .full(path)
        case EROFS, EACCES, EPERM:
            self.init(code: "store.read_only", message: "\(path) cannot be written: give the host the right to")
        default:
            let reason = String(cString: strerror(number))
            self.init(code: "store.unreachable", message: "\(path) cannot be read or written: \(reason)")
        }
    }

    /// Reads what SQLite said, or what a body threw.
    public init(_ error: any Error, path: String) {
        if let known = error as? DatabaseFailure {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(code: "store.failed", message: "\(error)")
            return
        }
        // The shared memory beside the log could not grow: SQLite has no word of its own for a disk that is full there.
        guard error.extendedResultCode != .SQLITE_IOERR_SHMSIZE else {
            self = .full(path)
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self = .full(path)
        case .SQLITE_MISUSE: self = .closed
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self.init(errno: EACCES, path: path)
        case .SQLITE_CANTOPEN:
            self.init(
                code: "store.unreachable",
                message: "\(path) cannot be opened: may the host read and write it, and is it a file?")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                code: "store.damaged",
                message: "\(path) is damaged or no database: move it away and restore a backup with proctor restore")
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            self.init(code: "store.busy", message: "another program holds \(path) locked: try again")
        case .SQLITE_IOERR:
            self.init(
                code: "store.unreachable", message: "reading or writing \(path) failed: \(error.message ?? "I/O error")"
            )
        default:
            self.init(code: "store.failed", message: error.message ?? "SQLite's code \(error.resultCode.rawValue)")
        }
    }
}
