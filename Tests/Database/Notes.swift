import GRDB
import HostDatabase
import HostThreads
import Logging
import Synchronization

/// A room of the tests' own: numbered values.
enum Notes {
    static let schema = HostDatabase.Database.Schema(
        name: "notes",
        steps: [{ try $0.execute(sql: "CREATE TABLE notes (id INTEGER PRIMARY KEY, value TEXT, state TEXT)") }],
        afterRestore: { try $0.execute(sql: "UPDATE notes SET state = 'free' WHERE state = 'leased'") })

    static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func open(
        _ path: String, synchronous: Bool = false, schemas: [HostDatabase.Database.Schema] = [schema],
        purpose: HostDatabase.Database.Purpose = .host
    ) throws(DatabaseFailure) -> HostDatabase.Database {
        try HostDatabase.Database(
            path: path, synchronous: synchronous, schemas: schemas, purpose: purpose, log: log)
    }
}

extension HostDatabase.Database {
    func insert(_ value: String, state: String? = nil) throws(DatabaseFailure) {
        try write { db in
            try db.execute(sql: "INSERT INTO notes (value, state) VALUES (?, ?)", arguments: [value, state])
        }
    }

    func fill(_ count: Int, with value: String = "x") throws(DatabaseFailure) {
        try write { db in
            for _ in 0..<count { try db.execute(sql: "INSERT INTO notes (value) VALUES (?)", arguments: [value]) }
        }
    }

    func values() throws(DatabaseFailure) -> [String] {
        try read { try String.fetchAll($0, sql: "SELECT value FROM notes ORDER BY id") }
    }

    /// Lets the file grow by so many pages and no more, as a disk with so much room would.
    func limitGrowth(pages: Int) throws(DatabaseFailure) {
        try write { db in
            let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(count + pages)")
        }
    }

    /// Puts `writes` into one round: the thread is held until all of them wait.
    func inOneRound(_ writes: [@Sendable (GRDB.Database) throws -> Void]) -> [DatabaseFailure?] {
        let held = Gate()
        let done = Gate()
        let outcomes = Mutex([Int: DatabaseFailure?]())
        let holding = Gate()
        // In what follows a write, which happens also when writing fails.
        write(
            { _ in },
            done: { (_: Result<Void, DatabaseFailure>) in
                holding.open()
                held.wait()
            })
        holding.wait()
        for (index, body) in writes.enumerated() {
            write(body) { result in
                let failure: DatabaseFailure? = if case .failure(let failure) = result { failure } else { nil }
                let count = outcomes.withLock {
                    $0[index] = .some(failure)
                    return $0.count
                }
                if count == writes.count { done.open() }
            }
        }
        held.open()
        done.wait()
        return outcomes.withLock { outcomes in writes.indices.map { outcomes[$0] ?? nil } }
    }
}
