import HostDatabase
import Synchronization

/// Looks for files in the blobs' folder that the index does not know: a host died between writing a file and its row,
/// or a restore brought back an index without it.
final class OrphanSearch: Sendable {
    /// Most rows or files that one step changes.
    static let batch = 500
    /// How old a file must be, in seconds: a younger one may be about to get its row.
    private static let age: Int64 = 3_600

    private let database: Database
    private let files: BlobFiles
    private let next = Atomic<UInt8>(0)

    init(database: Database, files: BlobFiles) {
        self.database = database
        self.files = files
    }

    /// Searches the next of the 256 folders, and in each round the incoming files too. Returns how many files went.
    func step(now: Int64) throws(DatabaseFailure) -> Int {
        let shard = next.wrappingAdd(1, ordering: .relaxed).oldValue
        let before = Int(now / 1_000 - Self.age)
        var removed = shard == 0 ? try files.removeIncoming(before: before) : 0
        let old = try files.names(in: BlobName.shard(shard), before: before)
        guard !old.isEmpty else { return removed }
        let orphans = try database.read { db in
            // A restore puts files there before it brings the index.
            guard try !LeaseTable.isHeld(BlobService.copyLease, db, now: now) else { return [BlobName]() }
            let rows = BlobRows(db: db, now: now)
            return try old.filter { try !rows.knows($0) }
        }
        for file in orphans { try files.remove(file) }
        removed += orphans.count
        return removed
    }
}
