import ArgumentParser
import Glibc
import HostConfiguration
import HostDatabase
import HostEmbeddedServices

/// `proctor backup`: a copy of all that the host keeps.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the embedded state into a new folder, with the host running or not.",
        discussion: """
            Queues, dead letters, history, results, schedules, store and blobs, as they are at one moment. The folder can
            be checked with `sha256sum --check checksums.sha256`.

            EXAMPLE
              proctor backup /backup/proctor-$(date +%F)
            """)

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The folder to make.", completion: .directory) var folder: String

    func run() throws {
        let (database, blobs) = try EmbeddedFile.openAll(file.host)
        let state = EmbeddedState(database: database, blobs: blobs)
        let manifest = try EmbeddedFile.reporting { () throws(DatabaseFailure) in
            try state.backup(to: folder, version: Proctor.version)
        }
        print(
            "\(folder): database \(manifest.databaseBytes) bytes; \(manifest.blobs) blobs, \(manifest.blobBytes) bytes")
        if manifest.lostBlobs > 0 {
            StandardError.print(
                "\(manifest.lostBlobs) blobs are in the index and have no file: they are not in the backup")
        }
    }
}

/// `proctor restore`: the state of a backup in the place of the present one.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup in the place of the embedded state, with the host running or not.",
        discussion: """
            The backup is checked before anything is changed; then all changes at one moment. Jobs that ran when the
            backup was made are done again. What the host keeps now is lost: make a backup of it first.

            EXAMPLE
              proctor restore /backup/proctor-2026-11-21 --yes
            """)

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The folder that `proctor backup` made.", completion: .directory) var folder: String
    @Flag(help: "Replace the present state.") var yes = false

    func validate() throws {
        guard yes else { throw ValidationError("This replaces the present state: say --yes.") }
    }

    func run() throws {
        let host = file.host
        // Where no host has been yet, there is nothing to restore into: it is made. Where one has, it is not touched
        // but for its rows, for a host of another version may be running on it.
        let purpose: Database.Purpose = access(host.store.path, F_OK) == 0 ? .command : .host
        let database = try EmbeddedFile.reporting { () throws(DatabaseFailure) in
            try Database(
                path: host.store.path, synchronous: true, schemas: EmbeddedSchemas.all, purpose: purpose,
                log: EmbeddedFile.log)
        }
        let manifest = try EmbeddedFile.reporting { () throws(DatabaseFailure) in
            let blobs = try BlobFiles(creating: host.blobs, synchronous: true)
            return try EmbeddedState(database: database, blobs: blobs).restore(from: folder)
        }
        print("restored the state of \(manifest.created): \(manifest.blobs) blobs")
    }
}
