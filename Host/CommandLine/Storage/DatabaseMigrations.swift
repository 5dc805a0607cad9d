import HostConfiguration
import HostSQL
import HostThreads
import Logging

/// Brings the databases of the configuration up to date, on a thread of its own, and keeps processors away from each
/// until it is: a server that is away, or a migration that fails, holds up neither start nor reload.
final class DatabaseMigrations: Sendable {
    fileprivate struct State {
        var wanted: [String: DatabaseSettings] = [:]
        /// As they were brought up to date.
        var done: [String: DatabaseSettings] = [:]
        var reasons: [String: String] = [:]
        var isRunning = false
        var isClosed = false
    }

    private static let pause = Duration.seconds(5)

    private let sql: SQLService
    private let log: Logger
    private let state = Guarded(State())
    private let ending = Gate()

    init(_ sql: SQLService, log: Logger) {
        self.sql = sql
        self.log = log
    }

    /// Takes the databases of a configuration. Does not block.
    func configure(_ databases: [DatabaseSettings]) {
        let begins = state.withLock { state in
            let migrated = databases.filter { $0.migrations != nil }
            state.wanted = Dictionary(migrated.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            let ready = databases.map(\.name).filter { name in state.wanted[name].map { state.done[name] == $0 } ?? true
            }
            // Also one that a reload kept away which did not come about.
            for name in ready { sql.hold(name, reason: nil) }
            for settings in state.pending { sql.hold(settings.name, reason: "its migrations are not applied yet") }
            state.reasons = state.reasons.filter { name, _ in state.pending.contains { $0.name == name } }
            guard !state.isRunning, !state.isClosed, !state.pending.isEmpty else { return false }
            state.isRunning = true
            return true
        }
        guard begins else { return }
        guard let thread = HostThread.start(name: "migrations", { [self] in run() }) else {
            return state.withLock { $0.isRunning = false }
        }
        thread.detach()
    }

    /// Databases whose migrations are not applied, and why, as sentences.
    var hindrance: String? {
        let reasons = state.withLock { $0.reasons }.sorted { $0.key < $1.key }.map(\.value)
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    func close() {
        state.withLock { $0.isClosed = true }
        ending.open()
    }

    private func run() {
        while true {
            let round = state.withLock { $0.round() }
            if round.isEmpty { return }
            // One that fails does not keep the others waiting.
            let failures = round.count { !isMigrated($0) }
            if failures > 0, ending.wait(Self.pause) { return }
        }
    }

    private func isMigrated(_ settings: DatabaseSettings) -> Bool {
        do throws(MigrationFailure) {
            let applied = try Migrations.migrate(settings)
            state.withLock { state in
                state.done[settings.name] = settings
                state.reasons[settings.name] = nil
                if state.wanted[settings.name] == settings { sql.hold(settings.name, reason: nil) }
            }
            if !applied.isEmpty {
                log.notice(
                    "migrations were applied",
                    metadata: ["database": "\(settings.name)", "files": "\(applied.joined(separator: ", "))"])
            }
            return true
        } catch {
            let reason = "the migrations of the database \(settings.name): \(error)"
            let isNews = state.withLock { state in
                defer { state.reasons[settings.name] = reason }
                return state.reasons[settings.name] != reason
            }
            if isNews { log.error("\(reason)") }
            return false
        }
    }
}

extension DatabaseMigrations.State {
    /// Those that are not up to date, by their names.
    fileprivate var pending: [DatabaseSettings] {
        wanted.values.filter { done[$0.name] != $0 }.sorted { $0.name < $1.name }
    }

    /// What to try now; with nothing left the thread ends.
    fileprivate mutating func round() -> [DatabaseSettings] {
        let round = isClosed ? [] : pending
        if round.isEmpty { isRunning = false }
        return round
    }
}
