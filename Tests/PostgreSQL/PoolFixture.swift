import Glibc
import HostConfiguration
import HostPostgreSQL
import HostThreads
import Logging
import PostgreSQLPeer

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension PostgreSQLPeer {
    /// As the superuser, unencrypted.
    func settings(database: String = "postgres") -> PostgreSQLSettings {
        var server = ServerURL(host: "127.0.0.1", port: port, database: database)
        server.parameters = ["sslmode": "disable"]
        var settings = PostgreSQLSettings(server: server)
        settings.username = "postgres"
        settings.password = Secret(password)
        return settings
    }

    func pool(_ change: (inout PostgreSQLSettings) -> Void = { _ in }) -> PostgreSQLPool {
        var settings = settings()
        change(&settings)
        return PostgreSQLPool(settings, log: silent)
    }
}

extension PostgreSQLPool {
    /// One statement in a block of its own; blocks.
    func rows(_ text: String, _ parameters: [PostgreSQLValue] = []) throws(PostgreSQLFailure) -> [[PostgreSQLValue]] {
        try perform(PostgreSQLRequest([PostgreSQLStatement(text, parameters)], .block(isReadOnly: false)))[0].rows
    }

    func failure(_ text: String, _ parameters: [PostgreSQLValue] = []) -> PostgreSQLFailure? {
        do throws(PostgreSQLFailure) {
            _ = try rows(text, parameters)
            return nil
        } catch {
            return error
        }
    }
}

/// Results that come from another thread, gathered.
final class Gathered<Value: Sendable>: Sendable {
    private let values = Guarded<[Value]>([])
    private let count: Int
    private let gate = Gate()

    /// - Parameter count: how many there will be.
    init(_ count: Int) { self.count = count }

    func add(_ value: Value) {
        let isLast = values.withLock { values in
            values.append(value)
            return values.count == count
        }
        if isLast { gate.open() }
    }

    /// All of them; fewer when 30 seconds passed first.
    func wait() -> [Value] {
        _ = gate.wait(.seconds(30))
        return values.withLock { $0 }
    }
}

/// Whether a condition comes true within a time; looked at every 20 ms.
func becomesTrue(within time: Duration = .seconds(20), _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = MonotonicClock.now() &+ time.nanoseconds
    while MonotonicClock.now() < deadline {
        if try condition() { return true }
        usleep(20_000)
    }
    return try condition()
}
