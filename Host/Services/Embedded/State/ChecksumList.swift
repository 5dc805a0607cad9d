import HostDatabase

/// A file of a backup, as its list of checksums names it.
enum BackupFile: Equatable {
    case database
    case blob(BlobName)

    static let databaseName = "proctor.db"
    static let blobs = "blobs"

    /// Relative to the backup's folder.
    var path: String {
        switch self {
        case .database: Self.databaseName
        case .blob(let name): "\(Self.blobs)/\(name.shard)/\(name.text)"
        }
    }

    /// Nil for any other path than those that ``path`` makes.
    init?(path: Substring) {
        if path == Self.databaseName {
            self = .database
            return
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == Self.blobs, let name = BlobName(String(parts[2])), parts[1] == name.shard
        else { return nil }
        self = .blob(name)
    }
}

/// The file `checksums.sha256` of a backup, in the form that `sha256sum --check` reads: 64 digits, two spaces, a path.
enum ChecksumList {
    static let file = "checksums.sha256"

    static func line(_ file: BackupFile, sha256: String) -> [UInt8] { Array("\(sha256)  \(file.path)\n".utf8) }

    /// Calls `body` with each line of a list. Throws for the first that is none.
    static func read(
        _ bytes: [UInt8], path: String,
        _ body: (_ file: BackupFile, _ sha256: String) throws(DatabaseFailure) -> Void
    ) throws(DatabaseFailure) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            let digits = text.prefix { $0 != " " }
            guard digits.utf8.count == 64, text.dropFirst(64).hasPrefix("  "),
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
                let file = BackupFile(path: text.dropFirst(66))
            else { throw .damagedBackup(path, "a line of it is no checksum of a backup's file") }
            try body(file, String(digits))
        }
    }
}
