import Fuzzing
import HostThreads
import Testing

@testable import HostPostgreSQL

/// What needs no server.
@Suite struct RuleTests {
    private static let second = Duration.seconds(1).nanoseconds
    private static let refused = PostgreSQLFailure(.unreachable, "connection refused")

    @Test("requests wait for a server that has just gone, and are turned away when it stays away")
    func availability() {
        var server = ServerAvailability()
        #expect(server.nextAttempt == 0 && server.allows(connecting: 3) && server.refusal(now: 0) == nil)
        server.failed(Self.refused, now: 10 * Self.second, chance: 0)
        #expect(server.refusal(now: 11 * Self.second) == nil)
        server.failed(Self.refused, now: 11 * Self.second, chance: 0)
        #expect(server.refusal(now: 12 * Self.second) == Self.refused)
        #expect(server.refusesFrom == 12 * Self.second)
        server.lostLast(now: 20 * Self.second)
        #expect(server.refusal(now: 21 * Self.second) == nil && server.refusesFrom == 22 * Self.second)
        server.connected()
        #expect(server.failure == nil && server.refusal(now: 13 * Self.second) == nil && server.refusesFrom == nil)
    }

    @Test("attempts to connect to a server that is away come one by one, with growing pauses of at most two seconds")
    func pauses() {
        var server = ServerAvailability()
        var now: UInt64 = 0
        var pauses: [UInt64] = []
        for _ in 0..<8 {
            server.failed(Self.refused, now: now, chance: 0)
            #expect(server.allows(connecting: 0) && !server.allows(connecting: 1))
            pauses.append((server.nextAttempt - now) / 1_000_000)
            now = server.nextAttempt
        }
        #expect(pauses == [100, 200, 400, 800, 1600, 2000, 2000, 2000])
    }

    @Test("the statement that was used least recently makes room, and its name is given back once")
    func prepared() {
        var statements = PreparedStatements(capacity: 2)
        let (a, b, c) = (Array("a".utf8), Array("b".utf8), Array("c".utf8))
        let names = [a, b].map { statements.add($0) }
        #expect(statements.name(of: a) == names[0])
        let third = statements.add(c)
        #expect(statements.name(of: b) == nil && statements.name(of: c) == third)
        #expect(statements.takeUnneeded() == [names[1]] && statements.takeUnneeded() == [])
        statements.forget(a, isOnServer: false)
        #expect(statements.name(of: a) == nil && statements.takeUnneeded() == [])
        #expect(!Set(names + [third]).contains(statements.add(b)))
    }

    @Test("statements that Unicode calls equivalent are prepared apart")
    func equivalent() {
        var statements = PreparedStatements()
        let name = statements.add(Array("SELECT '\u{e9}'".utf8))
        #expect(statements.name(of: Array("SELECT 'e\u{301}'".utf8)) == nil)
        #expect(statements.add(Array("SELECT 'e\u{301}'".utf8)) != name)
        var exchange = Exchange(
            PendingRequest(request: PostgreSQLRequest([], .implicit), deadline: 0, done: { _ in }))
        for text in ["\u{e9}", "e\u{301}"] { exchange.sent(.prepare(Array(text.utf8))) }
        exchange.succeeded()
        #expect(exchange.unprepared == [Array("e\u{301}".utf8)])
    }

    @Test(
        "the server's words are sorted by what can be done about them",
        arguments: [
            ("40001", .conflict), ("40P01", .conflict), ("57014", .timeout), ("57P01", .unreachable),
            ("53300", .unreachable), ("08006", .unreachable), ("42601", .refused), ("23505", .refused),
        ] as [(String, PostgreSQLFailure.Reason)])
    func reasons(sqlstate: String, reason: PostgreSQLFailure.Reason) {
        #expect(PostgreSQLFailure(sqlstate: sqlstate, message: "m").reason == reason)
    }

    @Test("mutated values of rows are read as something, and never crash the host")
    func mutatedValues() {
        let spellings = ["9223372036854775807", "\\x00ff7f", "t", "-1.5e-300", "NaN", "김"].map { Array($0.utf8) }
        let types: [UInt32] = [16, 17, 20, 21, 23, 25, 26, 700, 701, 1043, 1700, 0]
        var random = SeededRandom(43)
        for _ in 0..<FuzzRounds.count(5_000) {
            let bytes = spellings[Int.random(in: 0..<spellings.count, using: &random)].mutated(&random)
            let type = types[Int.random(in: 0..<types.count, using: &random)]
            bytes.withUnsafeBytes {
                _ = ResultColumns.text($0, type)
                _ = ResultColumns.binary($0, type)
            }
        }
        #expect(Array("\\xzz".utf8).withUnsafeBytes { ResultColumns.text($0, 17) } == .text("\\xzz"))
    }
}
