import GRDB
public import HostDatabase
public import HostDispatch

/// The home of final failures in the embedded database. Callable from any thread; all but ``keep(_:done:)`` block.
public final class DeadLetters: DeadLetterRoom {
    /// Most letters that one transaction changes: others get their turn in between.
    static let batch = 500

    let database: HostDatabase.Database
    let age: Duration
    let count: Int
    private let clock: WallClock

    /// - Parameters:
    ///   - database: opened with ``DeadLetterTable/schema``.
    ///   - age: how long a letter is kept after its latest failure.
    ///   - count: how many letters are kept.
    public init(
        database: HostDatabase.Database, age: Duration = .seconds(30 * 86_400), count: Int = 100_000,
        clock: WallClock = .system
    ) {
        self.database = database
        self.age = age
        self.count = count
        self.clock = clock
    }

    public func keep(_ letter: DeadLetter, done: @escaping @Sendable (Bool) -> Void) {
        let time = clock.now()
        database.write {
            try DeadLetterTable.insert(letter, at: time, in: $0)
        } done: { result in
            if case .success = result { done(true) } else { done(false) }
        }
    }

    /// Letters that match, the latest first.
    /// - Parameter number: the last one of the page before.
    public func list(
        _ filter: LetterFilter, after number: Int64? = nil, limit: Int = 100
    ) throws(DatabaseFailure) -> [LetterSummary] {
        try database.read { try DeadLetterTable.list(filter, after: number, limit: max(1, limit), in: $0) }
    }

    /// One letter with its payload; nil when there is none of this number.
    public func show(_ number: Int64) throws(DatabaseFailure) -> LetterRecord? {
        try database.read { try DeadLetterTable.show(number, in: $0) }
    }

    /// How many letters there are in each state.
    public func counts() throws(DatabaseFailure) -> [LetterState: Int] {
        let rows = try database.read { db in
            try Row.fetchAll(db, sql: "SELECT state, count(*) FROM dead_letters GROUP BY state")
        }
        return rows.reduce(into: [:]) { counts, row in
            if let state = LetterState(rawValue: row[0]) { counts[state] = row[1] }
        }
    }

    /// Puts letters away. Returns how many were not away before.
    public func archive(_ selection: LetterSelection) throws(DatabaseFailure) -> Int {
        try change(selection) { numbers, db in
            try db.execute(
                sql: """
                    UPDATE dead_letters SET state = 'archived'
                    WHERE state <> 'archived' AND number IN (\(Self.text(numbers)))
                    """)
        }
    }

    /// Removes letters for ever. Returns how many there were.
    public func remove(_ selection: LetterSelection) throws(DatabaseFailure) -> Int {
        try change(selection) { numbers, db in
            try db.execute(sql: "DELETE FROM dead_letters WHERE number IN (\(Self.text(numbers)))")
        }
    }

    private static func text(_ numbers: [Int64]) -> String { numbers.map(String.init).joined(separator: ",") }

    /// Applies `body` to the selected letters, some in each transaction, and returns how many rows it changed.
    private func change(
        _ selection: LetterSelection, _ body: @escaping @Sendable ([Int64], GRDB.Database) throws -> Void
    ) throws(DatabaseFailure) -> Int {
        var changed = 0
        var last = Int64.min
        while true {
            let from = last
            let step = try database.write { db in
                let numbers = try DeadLetterTable.numbers(selection, beyond: from, limit: Self.batch, in: db)
                guard let end = numbers.last else { return (count: 0, last: nil as Int64?) }
                try body(numbers, db)
                return (db.changesCount, end)
            }
            changed += step.count
            guard let end = step.last else { return changed }
            last = end
        }
    }
}
