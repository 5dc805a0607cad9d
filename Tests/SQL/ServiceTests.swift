import FoundationEssentials
import Fuzzing
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
