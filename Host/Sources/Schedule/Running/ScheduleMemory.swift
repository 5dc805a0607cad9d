import GRDB
public import HostDatabase

/// How far a schedule has come, as it outlives the host.
struct RememberedSchedule: Sendable, Equatable {
    /// When it is due, as text: another text makes it another schedule.
    var trigger: String
    /// All times up to this moment are handled, in seconds since 1970-01-01 UTC.
    var handled: Int64
}

/// Where schedules remember how far they have come. Every call blocks.
protocol ScheduleMemory: Sendable {
    func load() throws(DatabaseFailure) -> [String: RememberedSchedule]
    func save(_ name: String, _ schedule: RememberedSchedule) throws(DatabaseFailure)
    func forget(_ name: String) throws(DatabaseFailure)
}

/// The table of schedules in the embedded database.
public struct ScheduleTable: ScheduleMemory {
    public static let schema = HostDatabase.Database.Schema(
        name: "schedules",
        steps: [
            { db in
                try db.execute(
                    sql: """
                        CREATE TABLE schedules (
                            name TEXT PRIMARY KEY NOT NULL,
                            trigger TEXT NOT NULL,
                            last INTEGER NOT NULL  -- seconds since 1970-01-01 UTC
                        ) WITHOUT ROWID
                        """)
            }
        ])

    private let database: HostDatabase.Database

    /// - Parameter database: opened with ``schema``.
    public init(_ database: HostDatabase.Database) { self.database = database }

    func load() throws(DatabaseFailure) -> [String: RememberedSchedule] {
        try database.read { db in
            var schedules: [String: RememberedSchedule] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT name, trigger, last FROM schedules") {
                schedules[row["name"]] = RememberedSchedule(trigger: row["trigger"], handled: row["last"])
            }
            return schedules
        }
    }

    func save(_ name: String, _ schedule: RememberedSchedule) throws(DatabaseFailure) {
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO schedules (name, trigger, last) VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET trigger = excluded.trigger, last = excluded.last
                    """, arguments: [name, schedule.trigger, schedule.handled])
        }
    }

    func forget(_ name: String) throws(DatabaseFailure) {
        try database.write { try $0.execute(sql: "DELETE FROM schedules WHERE name = ?", arguments: [name]) }
    }
}
