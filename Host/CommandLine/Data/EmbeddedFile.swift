import ArgumentParser
import HostConfiguration
import HostDatabase
import HostEmbeddedServices
import HostObservability
import Logging

/// The embedded database as a short-lived command opens it: beside a running host, or without one.
enum EmbeddedFile {
    /// Opens `host.store`; a failure is printed and ends the command.
    static func open(_ host: HostSettings) throws -> Database {
        try EmbeddedFile.reporting { () throws(DatabaseFailure) in
            try Database(
                path: host.store.path, synchronous: host.store.isSynchronous, schemas: EmbeddedSchemas.all,
                purpose: .command, log: log)
        }
    }

    /// Opens the database and the folder of blobs.
    static func openAll(_ host: HostSettings) throws -> (database: Database, blobs: BlobFiles) {
        let database = try open(host)
        let blobs = try reporting { () throws(DatabaseFailure) in
            try BlobFiles(creating: host.blobs, synchronous: host.store.isSynchronous)
        }
        return (database, blobs)
    }

    /// What commands log: only what a person has to know.
    static let log = Logger(label: "proctor") { StandardErrorLog(label: $0, format: .human, level: .warning) }

    /// Runs something with the database; a failure is printed and ends the command.
    static func reporting<Value>(_ body: () throws(DatabaseFailure) -> Value) throws -> Value {
        do throws(DatabaseFailure) {
            return try body()
        } catch {
            StandardError.print("\(error)")
            throw ExitCode.unavailable
        }
    }
}
