import FoundationEssentials
import Glibc
public import HostDatabase
import HostObservability

/// All that a host keeps: the embedded database and the blobs' files, copied and brought back as one, while it runs.
public struct EmbeddedState: Sendable {
    /// For how long the hold on the blobs' files outlives a process that dies while it copies.
    private static let hold = Duration.seconds(60)

    let database: Database
    let blobs: BlobFiles
    private let clock: WallClock

    /// - Parameter database: opened with the schemas of all rooms, ``LeaseTable`` and ``BlobService`` among them.
    public init(database: Database, blobs: BlobFiles, clock: WallClock = .system) {
        self.database = database
        self.blobs = blobs
        self.clock = clock
    }

    // MARK: Backup

    /// Copies the state of one moment into a new folder, while this and other processes go on. Blocks.
    ///
    /// The folder has `proctor.db`, `blobs/`, `checksums.sha256` (for `sha256sum --check`) and `manifest.json`. It is
    /// made as `FOLDER.partial` and renamed when it is whole and on the disk; after a failure nothing is left.
    ///
    /// - Parameter version: the host's own.
    /// - Throws: `backup.exists`, `backup.busy`, and `store.*` failures of either side.
    public func backup(to folder: String, version: String) throws(DatabaseFailure) -> StateManifest {
        var folder = folder
        while folder.utf8.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        let partial = folder + ".partial"
        for path in [folder, partial] where access(path, F_OK) == 0 {
            throw DatabaseFailure(code: "backup.exists", message: "\(path) is there already: remove it or name another")
        }
        let above = FolderTree.parent(of: folder)
        try FolderTree.make(above)
        guard mkdir(partial, 0o700) == 0 else { throw DatabaseFailure(errno: errno, path: partial) }
        do throws(DatabaseFailure) {
            let manifest = try holding { () throws(DatabaseFailure) in
                // The hold comes first: no file goes that the database's copy names.
                try database.copy(to: "\(partial)/\(BackupFile.databaseName)")
                return try BackupWriter(folder: partial, blobs: blobs).write(version: version, time: clock.now())
            }
            guard rename(partial, folder) == 0 else { throw DatabaseFailure(errno: errno, path: folder) }
            try OpenFile(folder: above).synchronize()
            return manifest
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw error
        }
    }

    // MARK: Restore

    /// Puts a backup in the place of the state that there is, while this and other processes go on. Blocks.
    ///
    /// The backup is checked as a whole before anything is changed. Then its blobs' files are put beside those that are
    /// there, and the database is replaced in one transaction, which is the moment of the restore. Files that nobody
    /// needs any more are removed by the sweep. Jobs that were leased when the backup was made may be claimed again.
    ///
    /// - Throws: `backup.damaged`, `backup.later_version`, `backup.busy`, and `store.*` failures.
    public func restore(from folder: String) throws(DatabaseFailure) -> StateManifest {
        let reader = try BackupReader(folder: folder)
        try reader.check()
        try database.check(copy: reader.databasePath)
        return try holding { () throws(DatabaseFailure) in
            try reader.addBlobs(to: blobs)
            try database.replace(by: reader.databasePath)
            // Again: a sweep that had begun before may have taken a file that nobody needed then.
            try reader.addBlobs(to: blobs)
            return reader.manifest
        }
    }

    /// Runs `body` while no file of a blob is removed, by any process.
    private func holding<Value>(_ body: () throws(DatabaseFailure) -> Value) throws(DatabaseFailure) -> Value {
        let holder = "\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let leases = LeaseTable(database: database, clock: clock)
        guard let hold = try LeaseHold(BlobService.copyLease, in: leases, holder: holder, for: Self.hold) else {
            throw DatabaseFailure(
                code: "backup.busy", message: "another backup or restore is under way: wait until it has ended")
        }
        defer { hold.end() }
        return try body()
    }
}
