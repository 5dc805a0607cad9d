import GRDB
public import HostDatabase
public import HostDispatch
import HostServiceRequests

/// The services `store.*/1`: small values by key in the embedded database, each processor's own.
///
/// What has run out is not seen any more, and removed by ``sweep(now:)``. Every write is atomic and durable when it is
/// answered. Callable from any thread; blocks.
public struct StoreService: HostServices, DataRoom {
    /// Most bytes of values in one page of a list.
    private static let page = 4 << 20
    /// Most rows that one transaction removes.
    private static let batch = 1_000

    public static let schema = StoreRows.schema

    private let database: HostDatabase.Database
    private let clock: WallClock

    /// - Parameter database: opened with ``schema``.
    public init(database: HostDatabase.Database, clock: WallClock = .system) {
        self.database = database
        self.clock = clock
    }

    public var name: String { "store" }

    public static let offered: Set = [
        "store.get/1", "store.put/1", "store.delete/1", "store.swap/1", "store.list/1", "store.transact/1",
    ]

    public var names: Set<String> { Self.offered }

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer.ofDatabase {
            var reply = ReplyDocument()
            switch service {
            case "store.get/1":
                let request = try RequestReader.read(StoreKey.self, from: request)
                let value = try database.read { try rows($0, caller).value(request.key) }
                if let value { reply.add("value", base64: value) }
            case "store.put/1":
                let put = try RequestReader.read(StorePut.self, from: request)
                let owner = caller.naming(put.tenant)
                _ = try database.write {
                    try rows($0, caller).apply(put.write, tenant: owner.tenant, subject: owner.subject)
                }
            case "store.delete/1":
                let request = try RequestReader.read(StoreKey.self, from: request)
                reply.add("deleted", try database.write { try rows($0, caller).delete(request.key) })
            case "store.swap/1":
                let request = try RequestReader.read(StoreSwap.self, from: request)
                reply = try swap(request, caller.naming(request.tenant))
            case "store.list/1":
                reply = try list(RequestReader.read(StoreList.self, from: request), caller)
            case "store.transact/1":
                let request = try RequestReader.read(StoreTransact.self, from: request)
                reply.add("committed", try transact(request, caller.naming(request.tenant)))
            default:
                throw ServiceRefusal(status: .unsupported, code: "service.unsupported", message: "no such service")
            }
            return reply.bytes
        }
    }

    private func rows(_ db: GRDB.Database, _ caller: ServiceCaller) -> StoreRows {
        StoreRows(db: db, processor: caller.processor, now: clock.now())
    }

    private func swap(_ request: StoreSwap, _ caller: ServiceCaller) throws -> ReplyDocument {
        let (swapped, value) = try database.write { db in
            let rows = rows(db, caller)
            let now = try rows.value(request.write.key)
            guard now == request.old else { return (false, now) }
            try rows.apply(request.write, tenant: caller.tenant, subject: caller.subject)
            return (true, request.write.value)
        }
        var reply = ReplyDocument()
        reply.add("swapped", swapped)
        if let value { reply.add("value", base64: value) }
        return reply
    }

    private func list(_ request: StoreList, _ caller: ServiceCaller) throws -> ReplyDocument {
        let page = try database.read { try rows($0, caller).list(request, valueBytes: Self.page) }
        var reply = ReplyDocument()
        reply.add(
            "entries",
            page.entries.map { key, value in
                var entry = ReplyDocument()
                entry.add("key", key)
                if let value { entry.add("value", base64: value) }
                return entry
            })
        if let next = page.next { reply.add("next", next) }
        return reply
    }

    /// Whether all checks held, and then all writes were made, in their order.
    private func transact(_ request: StoreTransact, _ caller: ServiceCaller) throws -> Bool {
        try database.write { db in
            let rows = rows(db, caller)
            for check in request.checks {
                guard try rows.value(check.key) == check.value else { return false }
            }
            for write in request.writes {
                try rows.apply(write, tenant: caller.tenant, subject: caller.subject)
            }
            return true
        }
    }

    // MARK: DataRoom

    public func purge(tenant: String) throws(DatabaseFailure) -> Int { try purge("tenant", tenant) }

    public func purge(subject: String) throws(DatabaseFailure) -> Int { try purge("subject", subject) }

    private func purge(_ column: String, _ value: String) throws(DatabaseFailure) -> Int {
        try database.erase { db in
            try db.execute(
                sql: """
                    DELETE FROM store_entries WHERE rowid IN (
                        SELECT rowid FROM store_entries WHERE \(column) = ? LIMIT \(Self.batch))
                    """, arguments: [value])
            return db.changesCount
        }
    }

    public func sweep(now: Int64) throws(DatabaseFailure) -> Int {
        try database.write { db in
            try db.execute(
                sql: """
                    DELETE FROM store_entries WHERE rowid IN (
                        SELECT rowid FROM store_entries WHERE expires <= ? LIMIT \(Self.batch))
                    """, arguments: [now])
            return db.changesCount
        }
    }
}
