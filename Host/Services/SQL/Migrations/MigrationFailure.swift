import HostPostgreSQL

/// Why a database could not be brought up to date. What was applied before stays; of the file named nothing was, where
/// the message says that it was undone.
public struct MigrationFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Stable, for programs: `sql.migration_files`, `sql.migration_changed`, `sql.migration_missing`,
    /// `sql.migration_failed`, `sql.migration_locked`, `sql.unreachable`.
    public let code: String
    /// A sentence for a person that names the file, and says what to do.
    public let message: String

    public var description: String { "\(message) (\(code))" }

    /// Whether it is worth to try again: the server is away, or another host is at it.
    public var isPassing: Bool { ["sql.unreachable", "sql.migration_locked"].contains(code) }

    static func files(_ message: String) -> MigrationFailure {
        MigrationFailure(code: "sql.migration_files", message: message)
    }

    static func unreachable(_ database: String, _ reason: String) -> MigrationFailure {
        MigrationFailure(
            code: "sql.unreachable", message: "the database \(database) cannot be reached for its migrations: \(reason)"
        )
    }

    static func locked(_ database: String) -> MigrationFailure {
        MigrationFailure(
            code: "sql.migration_locked",
            message: "another program has been at the migrations of the database \(database) for too long: try again")
    }

    static func failed(_ file: MigrationFile, _ reason: String) -> MigrationFailure {
        let remains = file.isTransaction ? "and was undone" : "and is no transaction, so that a part may have remained"
        return MigrationFailure(
            code: "sql.migration_failed",
            message: "\(file.path) failed \(remains): \(reason); correct the file, or the database, and start again")
    }

    /// The file is to be one transaction, and ends it.
    static func ended(_ file: MigrationFile) -> MigrationFailure {
        MigrationFailure(
            code: "sql.migration_failed",
            message: "\(file.path) ends the transaction that it is in, so that a part of it may have "
                + "happened: look, undo that by hand, and take BEGIN, COMMIT and ROLLBACK out of the file")
    }
}
