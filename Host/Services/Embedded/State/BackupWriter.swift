import GRDB
import HostDatabase
import HostObservability

/// Completes a backup's folder, in which the database's copy lies already.
struct BackupWriter {
    let folder: String
    let blobs: BlobFiles

    func write(version: String, time: Int64) throws(DatabaseFailure) -> StateManifest {
        let root = try OpenFile(folder: folder)
        let list = try OpenFile(creating: ChecksumList.file, in: root)
        var lines = RunningDigest()

        guard let database = try OpenFile.existing(BackupFile.databaseName, in: root) else {
            throw DatabaseFailure(code: "store.failed", message: "the database was not copied")
        }
        let digest = try FileDigest(of: database)
        try database.synchronize()
        try add(.database, digest, to: list, &lines)

        var (count, bytes, lost) = (0, 0, 0)
        let copies = try OpenFile(makingFolder: BackupFile.blobs, in: root)
        for name in try names() {
            guard let blob = try blobs.open(name) else {
                lost += 1
                continue
            }
            let shard = try OpenFile(makingFolder: name.shard, in: copies)
            let copy = try OpenFile(creating: name.text, in: shard)
            let digest = try FileDigest(copying: blob, to: copy)
            try copy.synchronize()
            try add(.blob(name), digest, to: list, &lines)
            count += 1
            bytes += digest.bytes
        }
        try list.synchronize()

        let manifest = StateManifest(
            version: version, created: Timestamp.rfc3339(seconds: Int(time / 1_000), milliseconds: Int(time % 1_000)),
            databaseBytes: digest.bytes, blobs: count, blobBytes: bytes, lostBlobs: lost, checksums: lines.text)
        let file = try OpenFile(creating: StateManifest.file, in: root)
        try file.write(manifest.bytes[...])
        try file.synchronize()
        try copies.synchronize()
        try root.synchronize()
        return manifest
    }

    private func add(
        _ file: BackupFile, _ digest: FileDigest, to list: borrowing OpenFile, _ lines: inout RunningDigest
    ) throws(DatabaseFailure) {
        let line = ChecksumList.line(file, sha256: digest.sha256)
        lines.add(line[...])
        try list.write(line[...])
    }

    /// The files that the copy of the index names.
    private func names() throws(DatabaseFailure) -> [BlobName] {
        let path = "\(folder)/\(BackupFile.databaseName)"
        do {
            var configuration = GRDB.Configuration()
            configuration.readonly = true
            let copy = try DatabaseQueue(path: path, configuration: configuration)
            let names = try copy.read { try String.fetchAll($0, sql: "SELECT file FROM blobs ORDER BY file") }
            try copy.close()
            return names.compactMap(BlobName.init)
        } catch {
            throw DatabaseFailure(error, path: path)
        }
    }
}
