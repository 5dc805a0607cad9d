import FoundationEssentials
import Fuzzing
import GRDB
import HostDispatch
import HostSQL
import HostThreads
import PostgreSQLPeer
import Testing

@testable import HostSQL

@Suite struct ServiceTests {
    @Test("a request to PostgreSQL holds no thread; one to SQLite is left to the asking thread")
    func asynchronous() throws {
        let fixture = try SQLFixture.postgres()
        let caller = ServiceCaller(processor: "grading", generation: 1, plugin: "grading")
        let request = Array(#"{"database":"main","statements":[{"sql":"SELECT pg_sleep(0.2)::text"}]}"#.utf8)
        let (gate, answer) = (Gate(), Guarded<ServiceAnswer?>(nil))
        let start = MonotonicClock.now()
        let isBegun = fixture.service.begin(service: "sql.query/1", request: request, caller: caller) { reply in
            answer.withLock { $0 = reply }
            gate.open()
        }
        #expect(isBegun && MonotonicClock.now() &- start < Duration.milliseconds(150).nanoseconds)
        #expect(gate.wait(.seconds(10)))
        #expect(answer.withLock { $0?.status } == .ok)
        let folder = ScratchFolder()
        let sqlite = SQLFixture.sqlite(folder)
        let isTaken = sqlite.service.begin(service: "sql.query/1", request: request, caller: caller) { _ in }
        #expect(!isTaken)
        #expect(sqlite.ask(sql: "SELECT 1 AS a").contains("[[1]]"))
    }

    @Test("a job's deadline bounds its requests")
    func deadline() throws {
        let fixture = try SQLFixture.postgres()
        let caller = ServiceCaller(
            processor: "grading", generation: 1, plugin: "grading",
            deadline: MonotonicClock.now() &+ Duration.milliseconds(300).nanoseconds)
        let request = Array(#"{"database":"main","statements":[{"sql":"SELECT pg_sleep(30)"}]}"#.utf8)
        let answer = fixture.service.answer(service: "sql.query/1", request: request, caller: caller)
        #expect(SQLFixture.text(answer) == "retry sql.timeout")
    }

    @Test("what is refused says what the database said, and nothing of the parameters")
    func secrecy() throws {
        let fixture = try SQLFixture.postgres()
        #expect(fixture.ask(sql: "CREATE TABLE marks (name text PRIMARY KEY, mark int)").hasPrefix("{"))
        let caller = ServiceCaller(processor: "grading", generation: 1, plugin: "grading")
        for (sql, parameters) in [
            ("INSERT INTO marks VALUES ($1, 1), ($1, 2)", #"["top secret"]"#),
            ("SELECT $1::int", #"["top secret"]"#), ("SELECT $1::jsonb", #"["{top secret}"]"#),
            ("SELECT $1::date", #"["top secret"]"#),
        ] {
            let request = #"{"database":"main","statements":[{"sql":"\#(sql)","parameters":\#(parameters)}]}"#
            let answer = fixture.service.answer(service: "sql.query/1", request: Array(request.utf8), caller: caller)
            let text = String(decoding: answer.payload, as: UTF8.self)
            #expect(answer.status == .reject && text.contains("sqlstate") && !text.contains("secret"), "\(text)")
        }
    }

    @Test("a reload keeps connections whose settings are as before, and what is under way finishes")
    func reload() throws {
        let fixture = try SQLFixture.postgres { $0.connections = 1 }
        let backend = fixture.ask(sql: "SELECT pg_backend_pid() AS pid")
        var settings = fixture.settings
        settings.rowLimit = 7
        fixture.service.configure([settings], grants: ["grading": ["main"]])
        #expect(fixture.ask(sql: "SELECT pg_backend_pid() AS pid") == backend)
        let (gate, answer) = (Gate(), Guarded<ServiceAnswer?>(nil))
        let caller = ServiceCaller(processor: "grading", generation: 1, plugin: "grading")
        let request = Array(#"{"database":"main","statements":[{"sql":"SELECT pg_sleep(0.3)::text"}]}"#.utf8)
        _ = fixture.service.begin(service: "sql.query/1", request: request, caller: caller) { reply in
            answer.withLock { $0 = reply }
            gate.open()
        }
        settings.connections = 2
        fixture.service.configure([settings], grants: ["grading": ["main"]])
        #expect(fixture.ask(sql: "SELECT pg_backend_pid() AS pid") != backend)
        #expect(gate.wait(.seconds(10)))
        #expect(answer.withLock { $0?.status } == .ok)
    }

    @Test("what a request leaves in the session is gone for the next one")
    func session() throws {
        let fixture = try SQLFixture.postgres { $0.connections = 1 }
        let leave = #"""
            {"database":"main","statements":[
                {"sql":"CREATE TEMP TABLE mine (a int)"},
                {"sql":"SELECT set_config('search_path', 'elsewhere', false)"},
                {"sql":"SELECT set_config('bytea_output', 'escape', false), set_config('app.mine', 'x', false)"},
                {"sql":"SELECT set_config('role', 'pg_monitor', false)"},
                {"sql":"DECLARE c CURSOR WITH HOLD FOR SELECT 1"},
                {"sql":"SELECT pg_advisory_lock(7)"}]}
            """#
        let look = """
            SELECT current_setting('search_path') AS path, coalesce(current_setting('app.mine', true), '') AS mine,
                current_user::text AS who, to_regclass('mine')::text AS temporary, '\\x00ff'::bytea AS bytes,
                (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks,
                (SELECT count(*) FROM pg_cursors WHERE is_holdable) AS cursors
            """
        let backend = fixture.ask(sql: "SELECT pg_backend_pid() AS pid")
        let before = fixture.ask(sql: look)
        #expect(before.contains(#"[["\"$user\", public","","postgres",null,{"base64":"AP8="},0,0]]"#), "\(before)")
        #expect(fixture.ask(leave).hasPrefix("{"))
        #expect(fixture.ask(sql: look) == before)
        // A lock is not undone with its transaction.
        let failing = leave.replacing("SELECT pg_advisory_lock(7)", with: "SELECT pg_advisory_lock(7) / 0")
        #expect(fixture.ask(failing).hasPrefix("reject sql.failed"))
        let dividing = #"""
            {"database":"main","statements":[{"sql":"SELECT pg_advisory_lock(7)"},{"sql":"SELECT 1 / 0"}]}
            """#
        #expect(fixture.ask(dividing) == "reject sql.failed 22012")
        #expect(fixture.ask(sql: look) == before)
        #expect(fixture.ask(sql: "SELECT pg_backend_pid() AS pid") == backend)
    }

    @Test("a plugin does not hear where a database is, nor as whom it is reached")
    func unreachable() throws {
        let server = try PostgreSQLPeer.shared()
        let fixture = SQLFixture(SQLFixture.settings(server, database: "no_such_database"))
        let caller = ServiceCaller(processor: "grading", generation: 1, plugin: "grading")
        let request = Array(#"{"database":"main","statements":[{"sql":"SELECT 1"}]}"#.utf8)
        let answer = fixture.service.answer(service: "sql.query/1", request: request, caller: caller)
        let text = String(decoding: answer.payload, as: UTF8.self)
        #expect(text.contains("sql.unreachable") && text.contains("main"), "\(text)")
        for word in ["127.0.0.1", "postgres", "no_such_database", "\(server.port)"] { #expect(!text.contains(word)) }
        #expect(fixture.service.hindrances["main"]?.contains("no_such_database") == true)
    }

    @Test("a request to a locked file waits as long as it may, and no longer")
    func lockedFile() throws {
        let folder = ScratchFolder()
        let fixture = SQLFixture.sqlite(folder)
        #expect(fixture.ask(sql: "CREATE TABLE t (a int)").hasPrefix("{"))
        let other = try DatabaseQueue(path: folder.path + "/main.db")
        try other.writeWithoutTransaction { db in
            try db.beginTransaction(.immediate)
            let start = MonotonicClock.now()
            #expect(fixture.ask(sql: "INSERT INTO t VALUES (1)", more: #","timeout_ms":200"#) == "retry sql.busy")
            #expect(MonotonicClock.now() &- start < Duration.seconds(8).nanoseconds)
            try db.rollback()
        }
        #expect(fixture.ask(sql: "INSERT INTO t VALUES (1)").contains(#""affected":1"#))
    }

    @Test("a database that is away is said to be, and costs no time after a while")
    func away() throws {
        let server = try PostgreSQLPeer.shared()
        let fixture = SQLFixture(
            SQLFixture.settings(server, database: "no_such_database") { $0.timeout = .seconds(4) })
        #expect(fixture.ask(sql: "SELECT 1") == "retry sql.unreachable")
        #expect(fixture.service.hindrances["main"]?.contains("no_such_database") == true)
        let start = MonotonicClock.now()
        #expect(fixture.ask(sql: "SELECT 1") == "retry sql.unreachable")
        #expect(MonotonicClock.now() &- start < Duration.seconds(1).nanoseconds)
    }

    @Test("mutated requests are answered or refused, and never crash the host")
    func mutatedRequests() throws {
        let folder = ScratchFolder()
        let fixture = SQLFixture.sqlite(folder)
        let request = Array(
            (#"{"database":"main","statements":[{"sql":"SELECT $1, $2, $3 /* c */","parameters":"#
                + #"[1,"a",{"base64":"AA=="}]},{"sql":"-- x\nSELECT 1.5"}],"read_only":true,"max_rows":3,"tenant":"t"}"#)
                .utf8)
        #expect(fixture.ask(String(decoding: request, as: UTF8.self)).contains(#""rows":[[1,"a",{"base64":"AA=="}]]"#))
        let caller = ServiceCaller(processor: "grading", generation: 1, plugin: "grading")
        var random = SeededRandom(41)
        var counts: [JobStatus: Int] = [:]
        for _ in 0..<FuzzRounds.count(2_000) {
            let bytes = request.mutated(&random)
            let answer = fixture.service.answer(service: "sql.query/1", request: bytes, caller: caller)
            counts[answer.status, default: 0] += 1
        }
        #expect(counts[.ok, default: 0] > 5 && counts[.reject, default: 0] > 100, "\(counts)")
    }
}
