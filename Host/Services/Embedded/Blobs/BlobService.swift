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

    public static let offered: Set = ["blobs.get/1", "blobs.put/1", "blobs.delete/1", "blobs.list/1"]

    public var names: Set<String> { Self.offered }

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer.ofDatabase {
            switch service {
            case "blobs.get/1": try get(RequestReader.read(BlobKey.self, from: request).key, caller)
            case "blobs.put/1": try put(FramedRequest(request), caller)
            case "blobs.delete/1": try delete(RequestReader.read(BlobKey.self, from: request).key, caller)
            case "blobs.list/1": try list(RequestReader.read(BlobList.self, from: request).keys, caller)
            default:
                throw ServiceRefusal(status: .unsupported, code: "service.unsupported", message: "no such service")
            }
        }
    }

    private func rows(_ db: GRDB.Database) -> BlobRows { BlobRows(db: db, now: clock.now()) }

    private func get(_ key: String, _ caller: ServiceCaller) throws -> [UInt8] {
        var missing: BlobName?
        while true {
            let found = try database.read { try rows($0).entry(key, of: caller.processor) }
            var reply = ReplyDocument()
            guard let entry = found else { return reply.bytes }
            if let content = try files.read(entry.file), content.count == entry.size {
                reply.add("size", entry.size)
                if let mediaType = entry.mediaType { reply.add("media_type", mediaType) }
                return reply.bytes + [UInt8(ascii: "\n")] + content
            }
            // Replaced between the two looks, unless the index still names the same file.
            guard missing != entry.file else {
                throw ServiceRefusal.retry(
                    "store.damaged", "the content of this blob is lost: restore it with proctor restore")
            }
            missing = entry.file
        }
    }

    private func put(_ request: FramedRequest, _ caller: ServiceCaller) throws -> [UInt8] {
        let put = try RequestReader.read(BlobPut.self, from: request.line)
        guard request.content.count <= limit else {
            throw ServiceRefusal.reject("blobs.too_large", "the blob has more than \(limit >> 20) MiB")
        }
        let size = request.content.count
        let file = try files.add(request.content)
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
        var reply = ReplyDocument()
        reply.add("size", size)
        return reply.bytes
    }

    private func delete(_ key: String, _ caller: ServiceCaller) throws -> [UInt8] {
        let (wasThere, file) = try database.write { try self.rows($0).delete(key, of: caller.processor) }
        clear(file)
        var reply = ReplyDocument()
        reply.add("deleted", wasThere)
        return reply.bytes
    }

    private func list(_ keys: KeyListing, _ caller: ServiceCaller) throws -> [UInt8] {
        let page = try database.read { try rows($0).list(keys, of: caller.processor) }
        var reply = ReplyDocument()
        reply.add(
            "entries",
            page.entries.map { entry in
                var text = ReplyDocument()
                text.add("key", entry.key)
                text.add("size", entry.size)
                if let mediaType = entry.mediaType { text.add("media_type", mediaType) }
                return text
            })
        if page.isMore, let last = page.entries.last { reply.add("next", last.key) }
        return reply.bytes
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
