public import HostConfiguration
public import HostDispatch
import HostPostgreSQL
import HostServiceRequests
import HostThreads
public import Logging

/// The service `sql.query/1`: statements in one transaction, on databases that the operator names and a plugin knows by
/// that name alone.
///
/// Requests to PostgreSQL hold no thread; those to SQLite block the one that they are answered on. Any thread.
public final class SQLService: HostServices {
    public static let offered: Set = ["sql.query/1"]

    private enum Database {
        case postgres(PostgreSQLDatabase)
        case sqlite(SQLiteDatabase)
    }

    private struct Entry {
        let settings: DatabaseSettings
        let database: Database
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var grants: [String: Set<String>] = [:]
        /// Databases that are not ready, and why.
        var held: [String: String] = [:]
    }

    private let state = Guarded(State())
    private let log: Logger

    public var names: Set<String> { Self.offered }

    public init(log: Logger) { self.log = log }

    /// Takes a new configuration. Connections whose settings are as before go on; what is under way finishes as it
    /// began.
    ///
    /// - Parameter grants: to which processor which databases are open, by their names.
    public func configure(_ databases: [DatabaseSettings], grants: [String: Set<String>]) {
        let former = state.withLock { $0.entries }
        let entries = databases.map { settings in
            Entry(settings: settings, database: database(settings, former: former[settings.name]?.database))
        }
        let next = Dictionary(entries.map { ($0.settings.name, $0) }) { first, _ in first }
        state.withLock { $0 = State(entries: next, grants: grants, held: $0.held) }
        for (name, entry) in former { close(entry.database, unless: next[name]?.database) }
    }

    private func database(_ settings: DatabaseSettings, former: Database?) -> Database {
        switch settings.place {
        case .postgres(let server):
            guard case .postgres(let former) = former else {
                return .postgres(PostgreSQLDatabase(settings, server, former: nil, log: log))
            }
            return .postgres(PostgreSQLDatabase(settings, server, former: former, log: log))
        case .sqlite(let path):
            if case .sqlite(let former) = former, former.isSame(settings, path: path) { return .sqlite(former) }
            return .sqlite(SQLiteDatabase(settings, path: path))
        }
    }

    /// SQLite's files are closed with the last request that has them.
    private func close(_ former: Database, unless next: Database?) {
        guard case .postgres(let former) = former else { return }
        if case .postgres(let next) = next, next.pool === former.pool { return }
        former.pool.close()
    }

    /// Keeps processors away from a database, or lets them in again: its tables are not there yet, say.
    ///
    /// - Parameter reason: as the end of a sentence; nil lets in.
    public func hold(_ name: String, reason: String?) {
        state.withLock { $0.held[name] = reason }
    }

    /// Which databases cannot be reached now, and why, as sentences by their names.
    public var hindrances: [String: String] {
        state.withLock { $0.entries }.compactMapValues { entry in
            guard case .postgres(let database) = entry.database else { return nil }
            return database.pool.hindrance.map { "the database \(database.name) cannot be reached: \($0)" }
        }
    }

    /// Ends all connections when what is under way is done. Does not block.
    public func close() { configure([], grants: [:]) }

    // MARK: Requests

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        guard Self.offered.contains(service) else { return ServiceAnswer(.unsupported, []) }
        do throws(SQLFailure) {
            let (entry, query) = try admit(request, caller)
            switch entry.database {
            case .sqlite(let database):
                return ServiceAnswer(.ok, QueryReply(try database.perform(query)).bytes)
            case .postgres(let database):
                return ServiceAnswer.waiting { reply in
                    Self.perform(query, on: database, reply)
                    return true
                }
            }
        } catch {
            return error.answer
        }
    }

    public func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool {
        guard Self.offered.contains(service) else { return false }
        do throws(SQLFailure) {
            let (entry, query) = try admit(request, caller)
            guard case .postgres(let database) = entry.database else { return false }
            Self.perform(query, on: database, reply)
        } catch {
            reply(error.answer)
        }
        return true
    }

    private static func perform(
        _ query: DatabaseQuery, on database: PostgreSQLDatabase, _ reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) {
        database.perform(query) { outcome in
            switch outcome {
            case .success(let results): reply(ServiceAnswer(.ok, QueryReply(results).bytes))
            case .failure(let failure): reply(failure.answer)
            }
        }
    }

    /// Checks a request against what its caller may do.
    private func admit(_ bytes: [UInt8], _ caller: ServiceCaller) throws(SQLFailure) -> (Entry, DatabaseQuery) {
        do {
            let request = try RequestReader.read(QueryRequest.self, from: WrittenDoubles.marked(bytes))
            let entry = try entry(request.database, caller)
            for statement in request.statements { try StatementRule.check(statement.text) }
            let query = DatabaseQuery(
                statements: request.statements.map { PostgreSQLStatement($0.text, $0.parameters) },
                isReadOnly: request.isReadOnly, tenant: try request.tenant(of: caller),
                timeout: request.timeout(of: caller, most: entry.settings.timeout, now: MonotonicClock.now()),
                rowLimit: min(request.rowLimit, entry.settings.rowLimit))
            return (entry, query)
        } catch {
            throw SQLFailure(
                error as? ServiceRefusal ?? .reject("sql.bad_request", "the request cannot be read"))
        }
    }

    private func entry(_ name: String, _ caller: ServiceCaller) throws(ServiceRefusal) -> Entry {
        let (entry, isGranted, held) = state.withLock { state in
            (state.entries[name], state.grants[caller.processor]?.contains(name) ?? false, state.held[name])
        }
        guard let entry else {
            throw .reject("sql.unknown", "there is no database of this name: see databases: in plugins.yaml")
        }
        guard isGranted else {
            throw .reject(
                "sql.not_allowed",
                "the processor \(caller.processor) may not use the database \(name): its databases: does not name it")
        }
        if let held { throw .retry("sql.unreachable", "the database \(name) is not ready: \(held)") }
        return entry
    }
}
