public import HostConfiguration
public import HostDispatch
import HostPostgreSQL
import HostServiceRequests
public import Logging

/// The services `store.*/1` in a table of a PostgreSQL database: small values by key, each processor's own, for all
/// hosts on that database.
///
/// What has run out, by the server's clock, is not seen any more, and removed by ``sweep(now:)``. A write is atomic, and
/// durable when it is answered as far as the server is configured so. What a request asked for that got `store.timeout`,
/// or lost its connection, may have happened. Any thread.
public final class PostgreSQLStore: HostServices {
    public static let offered: Set = [
        "store.get/1", "store.put/1", "store.delete/1", "store.swap/1", "store.list/1", "store.transact/1",
    ]

    /// Requests that share one connection.
    private static let pipeline = 16

    let pool: PostgreSQLPool

    public var names: Set<String> { Self.offered }

    /// Begins to connect and does not wait for it; the table is made when it is missing. Nil when the settings name no
    /// PostgreSQL.
    public init?(_ settings: RemoteStoreSettings, log: Logger) {
        guard case .postgres(let server) = settings.place else { return nil }
        var connection = PostgreSQLSettings(server: server)
        connection.username = settings.username
        connection.password = settings.password
        connection.tls = settings.tls
        connection.connections = settings.connections
        connection.timeout = settings.timeout
        connection.pipeline = Self.pipeline
        connection.setup = [StoreTable.creation]
        pool = PostgreSQLPool(connection, log: log)
    }

    /// Why the store cannot be used now, as a sentence; nil when it can.
    public var hindrance: String? { pool.hindrance.map { "the store on PostgreSQL cannot be reached: \($0)" } }

    /// Ends the connections when what is under way is done, at most in the time of a request. Blocks.
    public func close() {
        pool.close()
        _ = pool.waitUntilClosed(pool.settings.timeout + .seconds(1))
    }

    // MARK: Requests

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer.waiting { begin(service: service, request: request, caller: caller, reply: $0) }
    }

    public func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool {
        guard Self.offered.contains(service) else { return false }
        let owner = StoreOwner(processor: caller.processor, tenant: caller.tenant, subject: caller.subject)
        do {
            let call = try StoreCall(service: service, request: request, owner: owner)
            pool.perform(PostgreSQLRequest(call.statements, .implicit)) { outcome in
                reply(ServiceAnswer(outcome.mapError { ServiceRefusal($0) }.map(call.answer)))
            }
        } catch {
            reply((error as? ServiceRefusal ?? .badRequest("the request cannot be read")).answer)
        }
        return true
    }
}

/// One request: what it asks the server, and how the results are answered.
struct StoreCall: Sendable {
    /// Most bytes of values in one page of a list.
    private static let page = 4 << 20

    let statements: [PostgreSQLStatement]
    let answer: @Sendable ([PostgreSQLResult]) -> [UInt8]

    /// - Throws: ``ServiceRefusal``.
    init(service: String, request: [UInt8], owner: StoreOwner) throws {
        switch service {
        case "store.get/1":
            let key = try RequestReader.read(StoreKey.self, from: request).key
            statements = [StoreStatements.get(key, of: owner.processor)]
            answer = { Self.document { if let value = $0[0].firstBytes { $1.add("value", base64: value) } }($0) }
        case "store.put/1":
            let put = try RequestReader.read(StorePut.self, from: request)
            statements = [StoreStatements.put(put.write, put.write.value ?? [], owner.naming(put.tenant))]
            answer = { Self.document { _, _ in }($0) }
        case "store.delete/1":
            let key = try RequestReader.read(StoreKey.self, from: request).key
            statements = [StoreStatements.delete(key, of: owner.processor)]
            answer = Self.document { $1.add("deleted", $0[0].rows == [[.bool(true)]]) }
        case "store.swap/1":
            let swap = try RequestReader.read(StoreSwap.self, from: request)
            let look = StoreStatements.get(swap.write.key, of: owner.processor)
            let change = StoreStatements.swap(swap, owner.naming(swap.tenant))
            statements = [change, look].compactMap { $0 }
            answer = Self.document { results, document in
                let found = results.last?.firstBytes
                document.add("swapped", change == nil ? found == nil : !results[0].rows.isEmpty)
                if let found { document.add("value", base64: found) }
            }
        case "store.list/1":
            let list = try RequestReader.read(StoreList.self, from: request)
            statements = [StoreStatements.list(list, of: owner.processor, valueBytes: Self.page)]
            answer = Self.document { Self.page($0[0].rows, &$1) }
        default:
            let transact = try RequestReader.read(StoreTransact.self, from: request)
            statements = TransactionStatements.all(transact, owner.naming(transact.tenant))
            answer = Self.document { $1.add("committed", $0[1].rows == [[.bool(true)]]) }
        }
    }

    private static func document(
        _ fill: @escaping @Sendable ([PostgreSQLResult], inout ReplyDocument) -> Void
    ) -> @Sendable ([PostgreSQLResult]) -> [UInt8] {
        { results in
            var document = ReplyDocument()
            fill(results, &document)
            return document.bytes
        }
    }

    private static func page(_ rows: [[PostgreSQLValue]], _ document: inout ReplyDocument) {
        var last: (key: String, total: Int64)?
        var entries: [ReplyDocument] = []
        for row in rows {
            guard case .text(let key) = row[0], case .int(let total) = row[2] else { continue }
            var entry = ReplyDocument()
            entry.add("key", key)
            if case .bytes(let value) = row[1] { entry.add("value", base64: value) }
            entries.append(entry)
            last = (key, total)
        }
        document.add("entries", entries)
        if let last, last.total > Int64(rows.count) { document.add("next", last.key) }
    }
}

extension PostgreSQLResult {
    /// The bytes of the only value.
    fileprivate var firstBytes: [UInt8]? {
        guard case .bytes(let bytes)? = rows.first?.first else { return nil }
        return bytes
    }
}
