import Glibc
import HostConfiguration
import HostPostgreSQL
import HostThreads
import PostgreSQLPeer
import Testing

@Suite struct TroubleTests {
    @Test("what takes too long is ended on the server, and the connection goes on")
    func slow() throws {
        let server = try PostgreSQLPeer.shared()
        let pool = server.pool { $0.connections = 1 }
        let backend = try pool.rows("SELECT pg_backend_pid()")
        var request = PostgreSQLRequest(
            [PostgreSQLStatement("SELECT pg_sleep(60), 'slow-one'")], .block(isReadOnly: true))
        request.timeout = .milliseconds(300)
        let start = MonotonicClock.now()
        #expect { try pool.perform(request) } throws: { ($0 as? PostgreSQLFailure)?.reason == .timeout }
        #expect(MonotonicClock.now() &- start < Duration.seconds(10).nanoseconds)
        #expect(
            try server.sql(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%slow-one%' AND pid <> pg_backend_pid()"
            ) == "0")
        #expect(try pool.rows("SELECT pg_backend_pid()") == backend)
    }

    @Test("what a server's own time-out does not end is left with its connection, and ended on the server too")
    func stubborn() throws {
        let server = try PostgreSQLPeer.shared()
        let pool = server.pool { $0.connections = 1 }
        var request = PostgreSQLRequest(
            [
                PostgreSQLStatement("SET LOCAL statement_timeout = 0"),
                PostgreSQLStatement("SELECT pg_sleep(60), 'stubborn-one'"),
            ], .block(isReadOnly: true))
        request.timeout = .milliseconds(300)
        #expect { try pool.perform(request) } throws: { ($0 as? PostgreSQLFailure)?.reason == .timeout }
        #expect(try pool.rows("SELECT 1") == [[.int(1)]])
        #expect(
            try becomesTrue {
                try server.sql(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%stubborn-one%' AND pid <> pg_backend_pid()"
                ) == "0"
            })
    }

    @Test("while all connections are busy requests wait, as many as may, and each no longer than it has")
    func waiting() throws {
        let pool = try PostgreSQLPeer.shared().pool {
            $0.connections = 1
            $0.waiting = 2
        }
        let sleep = PostgreSQLRequest([PostgreSQLStatement("SELECT pg_sleep(1)")], .block(isReadOnly: true))
        #expect(try pool.rows("SELECT 1") == [[.int(1)]])
        let answers = Gathered<String>(3)
        let started = Gathered<Void>(1)
        pool.perform(sleep) { _ in started.add(()) }
        // Once the first has left the list there is room for two.
        usleep(100_000)
        var short = sleep
        short.timeout = .milliseconds(100)
        for request in [short, sleep, sleep] {
            pool.perform(request) { answer in
                guard case .failure(let failure) = answer else { return answers.add("ok") }
                answers.add(failure.reason.rawValue)
            }
        }
        #expect(answers.wait() == ["busy", "timeout", "ok"])
        #expect(started.wait().count == 1)
    }

    @Test("a server that is killed under load and comes back mixes up no answers, and is used again within seconds")
    func killed() throws {
        let server = try PostgreSQLPeer()
        let pool = server.pool {
            $0.pipeline = 8
            $0.timeout = .seconds(5)
        }
        let (answered, failed, wrong) = (Guarded(0), Guarded<[PostgreSQLFailure.Reason: Int]>([:]), Guarded(0))
        let isOver = Guarded(false)
        @Sendable func ask(_ number: Int64) {
            let isBlock = number % 3 == 0
            let request = PostgreSQLRequest(
                [PostgreSQLStatement("SELECT $1::int8, pg_sleep(0.002)", [.int(number)])],
                isBlock ? .block(isReadOnly: true) : .implicit)
            pool.perform(request) { answer in
                switch answer {
                case .success(let results):
                    answered.withLock { $0 += 1 }
                    if results[0].rows.first?.first != .int(number) { wrong.withLock { $0 += 1 } }
                case .failure(let failure):
                    failed.withLock { $0[failure.reason, default: 0] += 1 }
                    usleep(1_000)
                }
                if !isOver.withLock({ $0 }) { ask(number + 100) }
            }
        }
        for number in 0..<100 { ask(Int64(number)) }
        for _ in 0..<2 {
            let before = answered.withLock { $0 }
            #expect(becomesTrue { answered.withLock { $0 } > before + 200 })
            server.kill()
            #expect(becomesTrue { pool.hindrance != nil })
            try server.start()
            let back = MonotonicClock.now()
            #expect(becomesTrue(within: .seconds(5)) { (try? pool.rows("SELECT 1")) != nil })
            #expect(MonotonicClock.now() &- back < Duration.seconds(5).nanoseconds)
            #expect(pool.hindrance == nil)
        }
        isOver.withLock { $0 = true }
        pool.close()
        #expect(pool.waitUntilClosed(.seconds(10)))
        #expect(wrong.withLock { $0 } == 0)
        #expect(Set(failed.withLock { $0 }.keys) == [.unreachable], "\(failed.withLock { $0 })")
    }

    @Test("a server that says nothing any more costs each request its time and no more; then it is used again")
    func frozen() throws {
        let server = try PostgreSQLPeer()
        let pool = server.pool {
            $0.timeout = .milliseconds(500)
            $0.connectTimeout = .milliseconds(700)
        }
        #expect(try pool.rows("SELECT 1") == [[.int(1)]])
        server.freeze()
        for _ in 0..<6 {
            let start = MonotonicClock.now()
            let failure = pool.failure("SELECT 2")
            #expect([.timeout, .unreachable].contains(failure?.reason))
            #expect(MonotonicClock.now() &- start < Duration.seconds(3).nanoseconds)
        }
        #expect(becomesTrue { pool.hindrance != nil })
        // Turned away at once by now.
        #expect(
            becomesTrue {
                let start = MonotonicClock.now()
                _ = pool.failure("SELECT 2")
                return MonotonicClock.now() &- start < Duration.milliseconds(100).nanoseconds
            })
        server.thaw()
        #expect(becomesTrue(within: .seconds(10)) { (try? pool.rows("SELECT 3")) == [[.int(3)]] })
        #expect(pool.hindrance == nil)
    }

    @Test("a server that was never there is said to be away, and with a wrong password without the password")
    func away() throws {
        let server = try PostgreSQLPeer.shared()
        let nowhere = server.pool { $0.server.port = 1 }
        #expect(nowhere.failure("SELECT 1")?.reason == .unreachable)
        #expect(nowhere.hindrance?.detail?.contains("Connection refused") == true)
        let stranger = server.pool { $0.password = Secret("wrong horse") }
        let failure = stranger.failure("SELECT 1")
        #expect(failure?.reason == .unreachable)
        #expect(failure?.detail?.contains("password authentication failed") == true, "\(failure?.detail ?? "")")
        #expect(failure?.description.contains("horse") == false)
        for text in [nowhere.failure("SELECT 1")?.message, failure?.message] {
            #expect(text == "there is no connection to the server")
        }
    }

    @Test("where the server allows fewer connections than the pool may have, those that there are serve all, at rest")
    func fewConnections() throws {
        let server = try PostgreSQLPeer.shared()
        let role = try server.makeRole()
        try server.sql("ALTER ROLE \(role) CONNECTION LIMIT 2")
        let pool = server.pool { $0.username = role }
        let clocks = Gathered<clockid_t>(1)
        pool.perform(PostgreSQLRequest([PostgreSQLStatement("SELECT 1")], .implicit)) { _ in
            var clock: clockid_t = 0
            pthread_getcpuclockid(pthread_self(), &clock)
            clocks.add(clock)
        }
        let clock = try #require(clocks.wait().first)
        let request = PostgreSQLRequest([PostgreSQLStatement("SELECT pg_sleep(1.2)")], .block(isReadOnly: true))
        let answers = Gathered<Bool>(8)
        for _ in 0..<8 { pool.perform(request) { answers.add((try? $0.get()) != nil) } }
        // Longer than a server that is away is waited for.
        usleep(2_500_000)
        let before = Self.processorTime(clock)
        usleep(1_000_000)
        #expect(Self.processorTime(clock) - before < 0.3)
        #expect(answers.wait() == [Bool](repeating: true, count: 8))
        #expect(pool.hindrance == nil)
    }

    /// Seconds of processor time that a thread has had.
    private static func processorTime(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test("a closed pool does what it has, and no more")
    func closing() throws {
        let pool = try PostgreSQLPeer.shared().pool { $0.connections = 2 }
        let answers = Gathered<Bool>(20)
        for _ in 0..<20 {
            pool.perform(PostgreSQLRequest([PostgreSQLStatement("SELECT pg_sleep(0.01)")], .block(isReadOnly: true))) {
                answers.add((try? $0.get()) != nil)
            }
        }
        pool.close()
        #expect(pool.failure("SELECT 1")?.reason == .closed)
        #expect(answers.wait() == [Bool](repeating: true, count: 20))
        #expect(pool.waitUntilClosed(.seconds(5)))
    }

    // MARK: TLS

    @Test("an encrypted connection is made to a server with a known authority's certificate, and to no other")
    func certificates() throws {
        let server = try PostgreSQLPeer.shared()
        func pool(
            _ authority: String?, host: String = "127.0.0.1", _ change: (inout PostgreSQLSettings) -> Void = { _ in }
        )
            -> PostgreSQLPool
        {
            server.pool {
                $0.server.host = host
                // Whatever the address says.
                $0.server.parameters = ["sslmode": "disable"]
                $0.tls = TLSSettings()
                $0.tls?.authorities = authority.map { "\(server.folder)/\($0).crt" }
                change(&$0)
            }
        }
        let isEncrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        #expect(try pool("ca").rows(isEncrypted) == [[.bool(true)]])
        for wrong in [pool("other"), pool(nil), pool("ca", host: "localhost")] {
            #expect(wrong.failure("SELECT 1")?.reason == .unreachable)
        }
        let certified = pool("ca") {
            $0.username = "certified"
            $0.password = nil
            $0.tls?.certificate = "\(server.folder)/client.crt"
            $0.tls?.key = "\(server.folder)/client.key"
        }
        if try server.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'certified'") == "0" {
            try server.sql("CREATE ROLE certified LOGIN")
        }
        #expect(try certified.rows("SELECT current_user::text") == [[.text("certified")]])
    }
}
