import FoundationEssentials
import HostDatabase

/// What a backup says of itself: the file `manifest.json` in its folder.
public struct StateManifest: Codable, Sendable, Equatable {
    /// Of this host's backups.
    static let format = 1
    static let file = "manifest.json"
    /// Most bytes of the file.
    static let limit = 1 << 16

    /// How the folder is laid out; a higher number is a later host's.
    public var format: Int
    /// Of the host that made it.
    public var version: String
    /// When, RFC 3339.
    public var created: String
    /// Of the database's copy.
    public var databaseBytes: Int
    public var blobs: Int
    public var blobBytes: Int
    /// Blobs that the index names and whose files were gone already.
    public var lostBlobs: Int
    /// SHA-256 of the file `checksums.sha256`, which has one line for each other file.
    public var checksums: String

    private enum CodingKeys: String, CodingKey {
        case format, version, created, blobs, checksums
        case databaseBytes = "database_bytes"
        case blobBytes = "blob_bytes"
        case lostBlobs = "lost_blobs"
    }

    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return (try? encoder.encode(self)).map { Array($0) + [UInt8(ascii: "\n")] } ?? []
    }

    init(
        version: String, created: String, databaseBytes: Int, blobs: Int, blobBytes: Int, lostBlobs: Int,
        checksums: String
    ) {
        format = Self.format
        self.version = version
        self.created = created
        self.databaseBytes = databaseBytes
        self.blobs = blobs
        self.blobBytes = blobBytes
        self.lostBlobs = lostBlobs
        self.checksums = checksums
    }

    /// - Parameter path: for messages.
    init(_ bytes: [UInt8], path: String) throws(DatabaseFailure) {
        struct Format: Decodable { let format: Int }
        let data = Data(bytes)
        // The format first: what a later one looks like is not known.
        guard bytes.count <= Self.limit, let format = try? JSONDecoder().decode(Format.self, from: data).format else {
            throw .damagedBackup(path, "it is no manifest")
        }
        guard format <= Self.format else {
            throw DatabaseFailure(
                code: "backup.later_version", message: "\(path) is of a later version: restore it with that version")
        }
        guard format == Self.format, let manifest = try? JSONDecoder().decode(Self.self, from: data) else {
            throw .damagedBackup(path, "it is no manifest")
        }
        self = manifest
    }
}

extension DatabaseFailure {
    static func damagedBackup(_ path: String, _ what: String) -> DatabaseFailure {
        DatabaseFailure(code: "backup.damaged", message: "\(path) cannot be restored: \(what); take another backup")
    }
}
