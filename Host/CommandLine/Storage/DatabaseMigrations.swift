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
            state.reasons = state.reasons.filter { state.wanted[$0.key] != nil }
            for (name, settings) in state.wanted where state.done[name] != settings {
                sql.hold(name, reason: "its migrations are not applied yet")
            }
            guard !state.isRunning, !state.isClosed, state.pending != nil else { return false }
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
        while let settings = state.withLock({ $0.next() }) {
            do throws(MigrationFailure) {
                let applied = try Migrations.migrate(settings)
                state.withLock { state in
                    state.done[settings.name] = settings
                    state.reasons[settings.name] = nil
                    guard state.wanted[settings.name] == settings else { return }
                    sql.hold(settings.name, reason: nil)
                }
                if !applied.isEmpty {
                    log.notice(
                        "migrations were applied",
                        metadata: ["database": "\(settings.name)", "files": "\(applied.joined(separator: ", "))"])
                }
            } catch {
                let reason = "the migrations of the database \(settings.name): \(error)"
                let isNews = state.withLock { state in
                    defer { state.reasons[settings.name] = reason }
                    return state.reasons[settings.name] != reason
                }
                if isNews { log.error("\(reason)") }
                if ending.wait(Self.pause) { return }
            }
        }
    }
}

extension DatabaseMigrations.State {
    fileprivate var pending: DatabaseSettings? {
        wanted.sorted { $0.key < $1.key }.first { done[$0.key] != $0.value }?.value
    }

    /// The next to be brought up to date; with none left the thread ends.
    fileprivate mutating func next() -> DatabaseSettings? {
        let next = isClosed ? nil : pending
        if next == nil { isRunning = false }
        return next
    }
}
