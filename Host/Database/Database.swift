public import GRDB
import Glibc
import HostThreads
public import Logging
import Synchronization

/// The embedded database: one SQLite file in write-ahead mode, shared by queue, dead letters, schedules and store.
///
/// All writes of the process go through one thread, which puts what has gathered into one transaction: under load many
/// jobs share one wait for the disk, and an idle host commits at once. Each write is atomic by itself: one that throws
/// is undone alone. Reads run beside it on up to four connections of their own. Other processes may use the file at the
/// same time. Every call blocks its caller or calls back on the database's thread: GRDB's queues are entered with
/// `sync` only, which runs on the caller's thread, and nothing here touches Swift's cooperative pool.
public final class Database: Sendable {
    /// After a checkpoint the log is cut to this: it keeps the space that it may need when the disk is full.
    private static let logBytes = 64 << 20

    public let path: String
    let pool: DatabasePool
    let ledger: SchemaLedger
    private let writer: WriteThread
    private let isClosed = Atomic<Bool>(false)
    private let log: Logger

    /// Opens the file. Blocks; other programs that hold it locked are waited for, 5 s at most.
    ///
    /// - Parameters:
    ///   - path: its folder is made when it is missing and the purpose is a host's.
    ///   - synchronous: whether each commit waits for the disk.
    ///   - schemas: of all rooms that keep tables here; a command names those that it uses.
    /// - Throws: `store.*` failures: the file was made by a later version, is damaged, is no database.
    public convenience init(
        path: String, synchronous: Bool, schemas: [Schema], purpose: Purpose = .host, log: Logger
    ) throws(DatabaseFailure) {
        try self.init(
            path: path, synchronous: synchronous, schemas: schemas, purpose: purpose, timing: DatabaseTiming(),
            log: log)
    }

    init(
        path: String, synchronous: Bool, schemas: [Schema], purpose: Purpose, timing: DatabaseTiming, log: Logger
    ) throws(DatabaseFailure) {
        self.path = path
        self.log = log
        ledger = SchemaLedger(schemas: schemas, path: path)
        switch purpose {
        case .host: try DatabaseFile.make(path)
        case .command:
            guard DatabaseFile.exists(path) else {
                throw DatabaseFailure(
                    code: "store.missing",
                    message: "there is no database at \(path): a host makes it when it starts; is host.store right?")
            }
        }
        pool = try Self.open(path, timing.patience) { [ledger] db in
            // Not when the connection is prepared: the pool sets NORMAL after that.
            try db.execute(sql: "PRAGMA synchronous = \(synchronous ? "FULL" : "NORMAL")")
            try db.execute(sql: "PRAGMA journal_size_limit = \(Self.logBytes)")
            // Deleted content is overwritten at once. FAST would spare the writes of freed pages, but such a page may
            // become part of another row before an erasure comes: then nobody finds what is left in it.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try ledger.settle(db, purpose)
        }
        writer = try WriteThread(pool: pool, timing: timing, log: log)
    }

    /// Opens the file, again and again while another program holds it: in some cases, when the first opens it or the
    /// last closes it, SQLite does not wait by itself.
    private static func open(
        _ path: String, _ patience: Duration, _ settle: (GRDB.Database) throws -> Void
    ) throws(DatabaseFailure) -> DatabasePool {
        var configuration = GRDB.Configuration()
        configuration.label = "proctor"
        configuration.busyMode = .timeout(Double(patience.rowMilliseconds) / 1_000)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            // A file can come from elsewhere, by a restore: what it defines gets no functions with side effects.
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        let deadline = MonotonicClock.now() &+ patience.nanoseconds
        while true {
            do {
                let pool = try DatabasePool(path: path, configuration: configuration)
                try pool.writeWithoutTransaction(settle)
                return pool
            } catch {
                let failure = DatabaseFailure(error, path: path)
                guard failure.code == "store.busy", MonotonicClock.now() < deadline else { throw failure }
                usleep(10_000)
            }
        }
    }

    /// Why writes fail at the moment; nil when the last one succeeded. After a failure a small write is tried every
    /// second, so it becomes nil by itself when writing works again. Any thread.
    public var failure: DatabaseFailure? { writer.failure }

    // MARK: Writing

    /// Adds a write to the next transaction. Any thread; does not block.
    ///
    /// - Parameters:
    ///   - body: runs once at most, on the database's thread; must not call this object. It may share its transaction
    ///     with others, and what it did may still be undone after it returned: only `done` knows.
    ///   - done: called once after it is durable, or has failed, on the database's thread, and must not block.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database) throws -> Value,
        done: @escaping @Sendable (Result<Value, DatabaseFailure>) -> Void
    ) {
        var value: Value?
        writer.add(
            PendingWrite(
                run: { value = try body($0) },
                end: { failure in
                    if let value, failure == nil { return done(.success(value)) }
                    done(.failure(failure ?? .closed))
                }))
    }

    /// The same, waiting for it. Blocks; never from the database's own thread.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database) throws -> Value
    ) throws(DatabaseFailure) -> Value {
        let gate = Gate()
        let result = Mutex<Result<Value, DatabaseFailure>>(.failure(.closed))
        write(body) { outcome in
            result.withLock { $0 = outcome }
            gate.open()
        }
        gate.wait()
        return try result.withLock { $0 }.get()
    }

    /// Deletes so that it cannot be found again: what is deleted is overwritten with zeros, as always, and the log is
    /// emptied. Blocks; never from the database's own thread.
    ///
    /// - Parameter chunk: deletes some rows and says how many; called, each time in a transaction of its own, until it
    ///   says 0.
    /// - Returns: how many in all.
    public func erase(_ chunk: @escaping @Sendable (GRDB.Database) throws -> Int) throws(DatabaseFailure) -> Int {
        var total = 0
        while true {
            let count = try write(chunk)
            guard count > 0 else { break }
            total += count
        }
        guard total > 0 else { return 0 }
        do {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch {
            // A reader of another process was in the way. The next checkpoint does it.
            log.warning(
                "what was deleted stays in the log of the database until its next checkpoint",
                metadata: ["reason": "\(DatabaseFailure(error, path: path))"])
        }
        return total
    }

    // MARK: Reading

    /// Reads the state of the last commit. Blocks the calling thread, not the writer.
    ///
    /// - Parameter body: must not call this object.
    public func read<Value>(_ body: (GRDB.Database) throws -> Value) throws(DatabaseFailure) -> Value {
        do {
            return try pool.read(body)
        } catch {
            throw DatabaseFailure(error, path: path)
        }
    }

    /// Has `changed` called, on the database's thread, within 200 ms after another process has committed, after a
    /// restore, and when writing works again. It must not block. Costs a few microseconds each 200 ms from then on.
    public func watch(_ changed: @escaping @Sendable () -> Void) { writer.watch(changed) }

    func tellWatchers() { writer.tellWatchers() }

    /// Finishes what is waiting, and closes the file; what comes later fails. Blocks; never from the database's own
    /// thread. Without it the file stays open as long as the process lives.
    public func close() {
        writer.end()
        guard !isClosed.exchange(true, ordering: .relaxed) else { return }
        do {
            // So that the file alone is the whole state of a host that has ended.
            _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try pool.close()
        } catch {
            log.warning("the database did not close", metadata: ["reason": "\(DatabaseFailure(error, path: path))"])
        }
    }
}
