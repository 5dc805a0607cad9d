import HostPostgreSQL
import HostThreads
import PostgreSQLPeer
import Testing

@Suite struct PoolTests {
    @Test(
        "a thousand requests at once over four connections each get their own answer",
        arguments: [(1, PostgreSQLRequest.Transaction.block(isReadOnly: true)), (1, .implicit), (16, .implicit)])
    func crowd(pipeline: Int, transaction: PostgreSQLRequest.Transaction) throws {
        let server = try PostgreSQLPeer.shared()
        let pool = server.pool {
            $0.pipeline = pipeline
            $0.server.parameters["application_name"] = "crowd-\(pipeline)-\(transaction)"
        }
        let answers = Gathered<(Int, Result<[PostgreSQLResult], PostgreSQLFailure>)>(1_000)
        for number in 0..<1_000 {
            let statements = [
                PostgreSQLStatement("SELECT $1::int8 * 2", [.int(Int64(number))]),
                PostgreSQLStatement("SELECT $1", [.text("n\(number)")]),
            ]
            pool.perform(PostgreSQLRequest(statements, transaction)) { answers.add((number, $0)) }
        }
        let all = answers.wait()
        #expect(all.count == 1_000)
        for (number, answer) in all {
            #expect(try answer.get().map(\.rows) == [[[.int(Int64(number * 2))]], [[.text("n\(number)")]]])
        }
        let count = try server.sql(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'crowd-\(pipeline)-%'")
        #expect((Int(count) ?? 0) <= 8 && (Int(count) ?? 0) >= 1)
    }

    @Test("what is larger than all buffers comes and goes whole, many at once on one connection")
    func large() throws {
        let pool = try PostgreSQLPeer.shared().pool {
            $0.connections = 1
            $0.pipeline = 8
        }
        let answers = Gathered<(UInt8, Result<[PostgreSQLResult], PostgreSQLFailure>)>(8)
        for number in 0..<UInt8(8) {
            let statement = PostgreSQLStatement(
                "SELECT $1::bytea", [.bytes([UInt8](repeating: number, count: 3 << 20))], isBinary: true)
            pool.perform(PostgreSQLRequest([statement], .implicit)) { answers.add((number, $0)) }
        }
        let all = answers.wait()
        #expect(all.map(\.0) == Array(0..<8))
        for (number, answer) in all {
            let isWhole = try answer.get()[0].rows == [[.bytes([UInt8](repeating: number, count: 3 << 20))]]
            #expect(isWhole)
        }
    }

    @Test("what fails undoes all of its transaction, and the connection goes on")
    func undoing() throws {
        let server = try PostgreSQLPeer.shared()
        let database = try server.makeDatabase()
        let pool = server.pool {
            $0.server.database = database
            $0.connections = 1
        }
        _ = try pool.rows("CREATE TABLE marks (name text PRIMARY KEY, mark int CHECK (mark >= 0))")
        let request = PostgreSQLRequest(
            [
                PostgreSQLStatement("INSERT INTO marks VALUES ($1, 1)", [.text("kim")]),
                PostgreSQLStatement("INSERT INTO marks VALUES ($1, $2)", [.text("lee"), .int(-7)]),
                PostgreSQLStatement("SELECT 1"),
            ], .block(isReadOnly: false))
        #expect { try pool.perform(request) } throws: { ($0 as? PostgreSQLFailure)?.sqlstate == "23514" }
        #expect(try pool.rows("SELECT count(*) FROM marks") == [[.int(0)]])
        // A check that is made at the commit.
        _ = try pool.rows(
            "CREATE TABLE notes (mark text REFERENCES marks DEFERRABLE INITIALLY DEFERRED)")
        #expect(pool.failure("INSERT INTO notes VALUES ('nobody')")?.sqlstate == "23503")
        #expect(try pool.rows("SELECT count(*) FROM notes") == [[.int(0)]])
    }

    @Test("a read-only block writes nothing")
    func readOnly() throws {
        let pool = try PostgreSQLPeer.shared().pool()
        let request = PostgreSQLRequest([PostgreSQLStatement("CREATE TABLE never (a int)")], .block(isReadOnly: true))
        #expect { try pool.perform(request) } throws: { ($0 as? PostgreSQLFailure)?.sqlstate == "25006" }
    }

    @Test("settings hold in their transaction alone")
    func settings() throws {
        let pool = try PostgreSQLPeer.shared().pool { $0.connections = 1 }
        let read = PostgreSQLStatement("SELECT coalesce(current_setting('app.tenant', true), '')")
        var request = PostgreSQLRequest([read], .block(isReadOnly: true))
        request.settings = [("app.tenant", "it's \"seoul\"")]
        #expect(try pool.perform(request)[0].rows == [[.text("it's \"seoul\"")]])
        request.settings = [("app.tenant", "seoul\0busan")]
        #expect { try pool.perform(request) } throws: { ($0 as? PostgreSQLFailure)?.sqlstate == "22021" }
        request.settings = []
        #expect(try pool.perform(request)[0].rows == [[.text("")]])
    }

    @Test("rows and bytes over the limit are left out, and said to be")
    func limits() throws {
        let pool = try PostgreSQLPeer.shared().pool { $0.connections = 1 }
        var request = PostgreSQLRequest(
            [
                PostgreSQLStatement("SELECT n FROM generate_series(1, 100000) AS n"),
                PostgreSQLStatement("SELECT n FROM generate_series(1, 3) AS n"),
            ], .block(isReadOnly: true))
        request.rowLimit = 3
        let results = try pool.perform(request)
        #expect(results[0].rows == [[.int(1)], [.int(2)], [.int(3)]] && results[0].isTruncated)
        #expect(results[1].rows == results[0].rows && !results[1].isTruncated)
        request.statements = [PostgreSQLStatement("SELECT repeat('x', 1000) FROM generate_series(1, 100)")]
        request.rowLimit = 1_000
        request.byteLimit = 10_000
        let result = try pool.perform(request)[0]
        #expect((9...11).contains(result.rows.count) && result.isTruncated)
    }

    @Test("a statement says how many rows it changed, and its columns when it has none to show")
    func columns() throws {
        let server = try PostgreSQLPeer.shared()
        let database = try server.makeDatabase()
        let pool = server.pool { $0.server.database = database }
        _ = try pool.rows("CREATE TABLE marks (name text, mark int)")
        let request = PostgreSQLRequest(
            [
                PostgreSQLStatement("INSERT INTO marks SELECT 'a', n FROM generate_series(1, 5) AS n"),
                PostgreSQLStatement("UPDATE marks SET mark = 0 WHERE mark > 3 RETURNING name, mark"),
                PostgreSQLStatement("SELECT mark AS points FROM marks WHERE false"), PostgreSQLStatement(""),
            ], .block(isReadOnly: false))
        let results = try pool.perform(request)
        #expect(results.map(\.affected) == [5, 2, nil, nil])
        #expect(results.map(\.columns) == [[], ["name", "mark"], ["points"], []])
    }

    @Test("a prepared statement whose table was changed is prepared again")
    func outdated() throws {
        let server = try PostgreSQLPeer.shared()
        let database = try server.makeDatabase()
        let pool = server.pool {
            $0.server.database = database
            $0.connections = 1
        }
        _ = try pool.rows("CREATE TABLE marks (a int)")
        _ = try pool.rows("INSERT INTO marks VALUES (1)")
        #expect(try pool.rows("SELECT * FROM marks") == [[.int(1)]])
        try server.sql("ALTER TABLE marks ADD COLUMN b text DEFAULT 'new'", database: database)
        #expect(try pool.rows("SELECT * FROM marks") == [[.int(1), .text("new")]])
        try server.sql("ALTER TABLE marks DROP COLUMN a", database: database)
        #expect(try pool.rows("SELECT * FROM marks") == [[.text("new")]])
    }

    @Test("more statements than a connection keeps are prepared and forgotten in turn")
    func manyStatements() throws {
        let pool = try PostgreSQLPeer.shared().pool { $0.connections = 1 }
        for round in 0..<2 {
            for number in 0..<300 {
                #expect(try pool.rows("SELECT \(number)") == [[.int(Int64(number))]], "\(round)")
            }
        }
        let kept = try pool.rows("SELECT count(*) FROM pg_prepared_statements")
        #expect(kept == [[.int(256)]] || kept == [[.int(257)]], "\(kept)")
    }

    @Test("of two that wait for one another the server ends one, which says that it may be tried again")
    func deadlock() throws {
        let server = try PostgreSQLPeer.shared()
        let database = try server.makeDatabase()
        let pool = server.pool { $0.server.database = database }
        _ = try pool.rows("CREATE TABLE marks (name text PRIMARY KEY, mark int)")
        _ = try pool.rows("INSERT INTO marks VALUES ('a', 0), ('b', 0)")
        let answers = Gathered<PostgreSQLFailure?>(2)
        for names in [["a", "b"], ["b", "a"]] {
            let statements = names.flatMap {
                [
                    PostgreSQLStatement("UPDATE marks SET mark = mark + 1 WHERE name = $1", [.text($0)]),
                    PostgreSQLStatement("SELECT pg_sleep(0.3)"),
                ]
            }
            pool.perform(PostgreSQLRequest(statements, .block(isReadOnly: false))) { answer in
                guard case .failure(let failure) = answer else { return answers.add(nil) }
                answers.add(failure)
            }
        }
        #expect(answers.wait().compactMap { $0?.reason } == [.conflict])
        #expect(try pool.rows("SELECT sum(mark) FROM marks") == [[.int(2)]])
    }

    @Test("a copy is refused, and does not hold a connection")
    func copying() throws {
        let pool = try PostgreSQLPeer.shared().pool { $0.connections = 1 }
        #expect(pool.failure("COPY pg_class TO STDOUT") != nil)
        #expect(try pool.rows("SELECT 1") == [[.int(1)]])
    }

    @Test("what the server says of a wrong value does not show the value")
    func values() throws {
        let pool = try PostgreSQLPeer.shared().pool()
        let failure = pool.failure("SELECT $1::int", [.text("kim's \"secret\"")])
        #expect(failure?.sqlstate == "22P02")
        #expect(failure?.message == "invalid input syntax for type integer: \"…\"")
    }
}
