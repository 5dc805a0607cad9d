import HostDatabase

/// A backup's folder, to be restored. Nothing in it is trusted before it is checked, and no link in it is followed.
struct BackupReader {
    let folder: String
    let manifest: StateManifest
    private let checksums: [UInt8]

    var databasePath: String { "\(folder)/\(BackupFile.databaseName)" }
    private var listPath: String { "\(folder)/\(ChecksumList.file)" }

    init(folder: String) throws(DatabaseFailure) {
        self.folder = folder
        let root = try OpenFile(folder: folder)
        guard let file = try OpenFile.existing(StateManifest.file, in: root),
            let list = try OpenFile.existing(ChecksumList.file, in: root)
        else { throw .damagedBackup(folder, "it has no manifest or no checksums: is it the folder of a backup?") }
        manifest = try StateManifest(file.readAll(), path: "\(folder)/\(StateManifest.file)")
        checksums = try list.readAll()
    }

    /// Whether every file is there and as it was.
    func check() throws(DatabaseFailure) {
        var digest = RunningDigest()
        digest.add(checksums[...])
        guard digest.text == manifest.checksums else {
            throw .damagedBackup(listPath, "it is not the list that the manifest means")
        }
        let root = try OpenFile(folder: folder)
        var (hasDatabase, blobs) = (false, 0)
        try ChecksumList.read(checksums, path: listPath) { (file, sha256) throws(DatabaseFailure) in
            guard let content = try open(file, in: root) else {
                throw .damagedBackup("\(folder)/\(file.path)", "it is missing")
            }
            guard try FileDigest(of: content).sha256 == sha256 else {
                throw .damagedBackup("\(folder)/\(file.path)", "its content has changed")
            }
            if file == .database { hasDatabase = true } else { blobs += 1 }
        }
        guard hasDatabase, blobs == manifest.blobs else {
            throw .damagedBackup(listPath, "it does not name all files")
        }
    }

    /// Puts the files of blobs where they belong, as far as they are not there with the same content.
    func addBlobs(to blobs: BlobFiles) throws(DatabaseFailure) {
        let root = try OpenFile(folder: folder)
        try ChecksumList.read(checksums, path: listPath) { (file, sha256) throws(DatabaseFailure) in
            guard case .blob(let name) = file else { return }
            if let present = try blobs.open(name), try FileDigest(of: present).sha256 == sha256 { return }
            guard let content = try open(file, in: root) else {
                throw .damagedBackup("\(folder)/\(file.path)", "it is missing")
            }
            try blobs.add(name) { (copy) throws(DatabaseFailure) in
                guard try FileDigest(copying: content, to: copy).sha256 == sha256 else {
                    throw .damagedBackup("\(folder)/\(file.path)", "its content has changed")
                }
            }
        }
    }

    private func open(_ file: BackupFile, in root: borrowing OpenFile) throws(DatabaseFailure) -> OpenFile? {
        switch file {
        case .database: return try OpenFile.existing(BackupFile.databaseName, in: root)
        case .blob(let name):
            guard let blobs = try OpenFile.folder(BackupFile.blobs, in: root),
                let shard = try OpenFile.folder(name.shard, in: blobs)
            else { return nil }
            return try OpenFile.existing(name.text, in: shard)
        }
    }
}
