import GRDB
public import HostDatabase
public import HostDispatch
import HostServiceRequests

/// The services `blobs.*/1`: large content by key, each processor's own. The content lies in files, their index in the
/// embedded database.
///
/// A put writes a new file, then ties the key to it in one transaction: a reader sees the old content or the new, and a
/// host that dies in between leaves a file that ``sweep(now:)`` removes. Callable from any thread; blocks.
public final class BlobService: HostServices, DataRoom {
    /// Held while the state is copied: no file is removed then.
    static let copyLease = "state-copy"

    public static let schema = BlobRows.schema

    let database: HostDatabase.Database
    let files: BlobFiles
    let orphans: OrphanSearch
    private let clock: WallClock
    private let limit: Int

    /// - Parameters:
    ///   - database: opened with ``schema`` and the schema of ``LeaseTable``.
    ///   - limit: most bytes of one blob.
    public init(
        database: HostDatabase.Database, files: BlobFiles, limit: Int = 64 << 20, clock: WallClock = .system
    ) {
        self.database = database
        self.files = files
        self.limit = limit
        self.clock = clock
        orphans = OrphanSearch(database: database, files: files)
    }

    public var name: String { "blobs" }

    public static let offered = BlobRequest.services

    public var names: Set<String> { Self.offered }

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer.ofDatabase {
            switch try BlobRequest.readOwn(service, request) {
            case .get(let key): try get(key, caller)
            case .put(let put, let content): try self.put(put, content, caller)
            case .delete(let key): try delete(key, caller)
            case .list(let keys): try list(keys, caller)
            }
        }
    }

    private func rows(_ db: GRDB.Database) -> BlobRows { BlobRows(db: db, now: clock.now()) }

    private func get(_ key: String, _ caller: ServiceCaller) throws -> [UInt8] {
        var missing: BlobName?
        while true {
            let found = try database.read { try rows($0).entry(key, of: caller.processor) }
            guard let entry = found else { return BlobReply.absent }
            if let content = try files.read(entry.file), content.count == entry.size {
                return BlobReply.content(content, mediaType: entry.mediaType)
            }
            // Replaced between the two looks, unless the index still names the same file.
            guard missing != entry.file else {
                throw ServiceRefusal.retry(
                    "store.damaged", "the content of this blob is lost: restore it with proctor restore")
            }
            missing = entry.file
        }
    }

    private func put(_ put: BlobPut, _ content: ArraySlice<UInt8>, _ caller: ServiceCaller) throws -> [UInt8] {
        guard content.count <= limit else {
            throw ServiceRefusal.reject("blobs.too_large", "the blob has more than \(limit >> 20) MiB")
        }
        let size = content.count
        let file = try files.add(content)
        let old: BlobRows.Unneeded?
        do {
            old = try database.write { db in
                try self.rows(db).put(
                    put, of: caller.processor, file: file, size: size, tenant: caller.tenant, subject: caller.subject)
            }
        } catch {
            try? files.remove(file)
            throw error
        }
        clear(old)
        return BlobReply.stored(size: size)
    }

    private func delete(_ key: String, _ caller: ServiceCaller) throws -> [UInt8] {
        let (wasThere, file) = try database.write { try self.rows($0).delete(key, of: caller.processor) }
        clear(file)
        return BlobReply.deleted(wasThere)
    }

    private func list(_ keys: KeyListing, _ caller: ServiceCaller) throws -> [UInt8] {
        let page = try database.read { try rows($0).list(keys, of: caller.processor) }
        let entries = page.entries.map { BlobReply.Entry(key: $0.key, size: $0.size, mediaType: $0.mediaType) }
        return BlobReply.page(entries, next: page.isMore ? entries.last?.key : nil)
    }

    /// Removes a file at once that a write has set free. What fails here is left to the sweep.
    private func clear(_ old: BlobRows.Unneeded?) {
        guard let old, old.mayGo, (try? files.remove(old.file)) != nil else { return }
        let now = clock.now()
        database.write({ try BlobRows(db: $0, now: now).forget([old.file]) }, done: { _ in })
    }

    // MARK: DataRoom

    public func purge(tenant: String) throws(DatabaseFailure) -> Int { try purge("tenant", tenant) }

    public func purge(subject: String) throws(DatabaseFailure) -> Int { try purge("subject", subject) }

    private func purge(_ column: String, _ value: String) throws(DatabaseFailure) -> Int {
        let count = try database.erase { db in
            try self.rows(db).remove(
                "rowid IN (SELECT rowid FROM blobs WHERE \(column) = ? LIMIT \(OrphanSearch.batch))", [value]
            ).files.count
        }
        while try removeUnneeded(now: clock.now()) > 0 {}
        return count
    }

    /// Expired blobs, files that nobody needs any more, and in each call one of 256 folders searched for files that the
    /// index does not know.
    public func sweep(now: Int64) throws(DatabaseFailure) -> Int {
        let expired = try database.write { db in
            try BlobRows(db: db, now: now).remove(
                "rowid IN (SELECT rowid FROM blobs WHERE expires <= ? LIMIT \(OrphanSearch.batch))", [now]
            ).files.count
        }
        return try expired + removeUnneeded(now: now) + orphans.step(now: now)
    }

    /// Removes a batch of the files that lost their rows. Returns how many.
    private func removeUnneeded(now: Int64) throws(DatabaseFailure) -> Int {
        let unneeded = try database.read { try BlobRows(db: $0, now: now).unneeded(limit: OrphanSearch.batch) }
        guard !unneeded.isEmpty else { return 0 }
        for file in unneeded { try files.remove(file) }
        try database.write { try BlobRows(db: $0, now: now).forget(unneeded) }
        return unneeded.count
    }
}
