import HostSQL
import HostThreads
import PostgreSQLPeer
import Testing

/// What holds on both databases.
@Suite struct QueryTests {
    enum Place: String, CaseIterable { case postgres, sqlite }

    private let folder = ScratchFolder()

    private func fixture(_ place: Place) throws -> SQLFixture {
        place == .postgres ? try .postgres() : .sqlite(folder)
    }

    @Test("statements of one request share a transaction, and answer in their order", arguments: Place.allCases)
    func transaction(place: Place) throws {
        let fixture = try fixture(place)
        let request = #"""
            {"database":"main","statements":[
                {"sql":"CREATE TABLE marks (name text PRIMARY KEY, mark integer NOT NULL)"},
                {"sql":"INSERT INTO marks VALUES ($1, $2), ($3, $4)","parameters":["kim",7,"lee",-3]},
                {"sql":"UPDATE marks SET mark = mark + $2 WHERE name = $1","parameters":["kim",1]},
                {"sql":"SELECT name, mark FROM marks ORDER BY name"}]}
            """#
        let affected = place == .postgres ? "" : #","affected":0"#
        #expect(
            fixture.ask(request)
                == #"{"results":[{"columns":[],"rows":[]\#(affected)},{"columns":[],"rows":[],"affected":2},"#
                + #"{"columns":[],"rows":[],"affected":1},{"columns":["name","mark"],"rows":[["kim",8],["lee",-3]]}]}"#)
        let wrong = #"""
            {"database":"main","statements":[{"sql":"DELETE FROM marks"},{"sql":"INSERT INTO marks VALUES ('a', NULL)"}]}
            """#
        #expect(fixture.ask(wrong) == "reject sql.failed 23502")
        #expect(fixture.ask(sql: "INSERT INTO marks VALUES ('kim', 1)") == "reject sql.failed 23505")
        #expect(fixture.ask(sql: "SELECT count(*) AS n FROM marks") == #"{"results":[{"columns":["n"],"rows":[[2]]}]}"#)
    }

    @Test("values keep their type and all their digits", arguments: Place.allCases)
    func values(place: Place) throws {
        let fixture = try fixture(place)
        let types = place == .postgres ? ["bigint", "text", "bytea", "float8"] : ["integer", "text", "blob", "real"]
        #expect(
            fixture.ask(
                sql: "CREATE TABLE t (a \(types[0]), b \(types[1]), c \(types[2]), d \(types[3]))"
            ).hasPrefix("{"))
        for row in [
            #"[9223372036854775807,"quote ' \" \\ é",{"base64":"AAEC/w=="},0.1]"#,
            #"[-9223372036854775808,"",{"base64":""},-1.5e-300]"#, "[null,null,null,null]",
        ] {
            #expect(fixture.ask(sql: "DELETE FROM t").hasPrefix("{"))
            #expect(fixture.ask(sql: "INSERT INTO t VALUES ($1, $2, $3, $4)", row).hasPrefix("{"))
            #expect(
                fixture.ask(sql: "SELECT a, b, c, d FROM t")
                    == #"{"results":[{"columns":["a","b","c","d"],"rows":[\#(row)]}]}"#)
        }
        #expect(fixture.ask(sql: "SELECT 1", "[18446744073709551615]") == "reject sql.bad_request")
    }

    @Test("a double is one as it is written, a whole or a huge one too", arguments: Place.allCases)
    func doubles(place: Place) throws {
        let fixture = try fixture(place)
        let type = place == .postgres ? "float8" : "real"
        #expect(fixture.ask(sql: "CREATE TABLE t (a \(type))").hasPrefix("{"))
        for (number, text) in [("1e300", "1e+300"), ("1.0", "1.0"), ("-2E2", "-200.0"), ("1E+2", "100.0")] {
            #expect(fixture.ask(sql: "DELETE FROM t").hasPrefix("{"))
            #expect(fixture.ask(sql: "INSERT INTO t VALUES ($1)", "[ \(number) ]").hasPrefix("{"))
            #expect(fixture.ask(sql: "SELECT a FROM t").contains(#""rows":[[\#(text)]]"#))
        }
        let half = fixture.ask(sql: "SELECT $1 / 2 AS a", "[1.0]")
        // PostgreSQL takes the parameter for the whole number that stands beside it.
        #expect(place == .sqlite ? half.contains("[[0.5]]") : half == "reject sql.failed 22P02", "\(half)")
        #expect(fixture.ask(sql: "SELECT $1 / 2 AS a", "[1]").contains("[[0]]"))
        #expect(fixture.ask(sql: "SELECT 1", "[1e400]") == "reject sql.bad_request")
    }

    @Test("a NUL is refused, and read where it stands already", arguments: Place.allCases)
    func nul(place: Place) throws {
        let fixture = try fixture(place)
        #expect(fixture.ask(sql: "SELECT $1", #"["a\u0000b"]"#) == "reject sql.failed 22021")
        #expect(fixture.ask(sql: "SELECT 1 --\0 x") == "reject sql.failed 22021")
        guard place == .sqlite else { return }
        let row = fixture.ask(sql: "SELECT CAST(x'610062' AS text) AS a, CAST(x'' AS text) AS b, x'' AS c")
        #expect(row.contains(#""rows":[["a\u0000b","",{"base64":""}]]"#), "\(row)")
    }

    @Test("statements that Unicode calls equivalent are two", arguments: Place.allCases)
    func equivalentStatements(place: Place) throws {
        let fixture = try fixture(place)
        for text in ["\u{e9}", "e\u{301}", "\u{e9}"] {
            let answer = fixture.ask(sql: "SELECT '\(text)' AS a")
            #expect(answer.utf8.elementsEqual(#"{"results":[{"columns":["a"],"rows":[["\#(text)"]]}]}"#.utf8))
        }
    }

    @Test("one row that is too large is left out, and all rows behind it", arguments: Place.allCases)
    func largeRow(place: Place) throws {
        let fixture = try fixture(place)
        let huge = place == .postgres ? "repeat('x', 20000000)" : "CAST(zeroblob(20000000) AS text)"
        let answer = fixture.ask(sql: "SELECT 'a' AS a UNION ALL SELECT \(huge) UNION ALL SELECT 'b'")
        #expect(answer == #"{"results":[{"columns":["a"],"rows":[["a"]],"truncated":true}]}"#)
    }

    @Test("a parameter is a value, whatever stands in it", arguments: Place.allCases)
    func injection(place: Place) throws {
        let fixture = try fixture(place)
        #expect(fixture.ask(sql: "CREATE TABLE marks (name text)").hasPrefix("{"))
        for text in ["'; DROP TABLE marks; --", "$1", "\\'; DELETE FROM marks", "1 OR 1=1", "\u{2019}; --"] {
            #expect(fixture.ask(sql: "INSERT INTO marks VALUES ($1)", "[\(quoted(text))]").hasPrefix("{"))
            #expect(
                fixture.ask(sql: "SELECT name FROM marks WHERE name = $1", "[\(quoted(text))]")
                    == #"{"results":[{"columns":["name"],"rows":[[\#(quoted(text))]]}]}"#)
        }
        #expect(fixture.ask(sql: "SELECT count(*) AS n FROM marks").contains("[[5]]"))
        // Two statements in one text.
        let two = fixture.ask(sql: "SELECT 1; DROP TABLE marks")
        #expect(two.hasPrefix("reject sql.failed"), "\(two)")
        #expect(fixture.ask(sql: "SELECT count(*) AS n FROM marks").contains("[[5]]"))
    }

    @Test("a read-only request writes nothing", arguments: Place.allCases)
    func readOnly(place: Place) throws {
        let fixture = try fixture(place)
        #expect(fixture.ask(sql: "CREATE TABLE marks (name text)").hasPrefix("{"))
        let refusal = fixture.ask(sql: "INSERT INTO marks VALUES ('a')", more: #","read_only":true"#)
        #expect(refusal == "reject sql.failed 25006")
        #expect(fixture.ask(sql: "SELECT name FROM marks", more: #","read_only":true"#).contains(#""rows":[]"#))
    }

    @Test("rows beyond the request's and the database's limit are left out and said to be", arguments: Place.allCases)
    func rowLimits(place: Place) throws {
        let settings = try fixture(place).settings
        var narrow = settings
        narrow.rowLimit = 5
        let fixture = SQLFixture(narrow)
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n"
        #expect(
            fixture.ask(sql: numbers, more: #","max_rows":2"#)
                == #"{"results":[{"columns":["i"],"rows":[[1],[2]],"truncated":true}]}"#)
        #expect(
            fixture.ask(sql: numbers, more: #","max_rows":100"#)
                == #"{"results":[{"columns":["i"],"rows":[[1],[2],[3],[4],[5]],"truncated":true}]}"#)
    }

    @Test("what takes too long is ended, and the next request is answered", arguments: Place.allCases)
    func timeout(place: Place) throws {
        let fixture = try fixture(place)
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        let start = MonotonicClock.now()
        for more in [#","timeout_ms":200"#, #","timeout_ms":200,"read_only":true"#] {
            #expect(fixture.ask(sql: endless, more: more) == "retry sql.timeout")
        }
        #expect(MonotonicClock.now() &- start < Duration.seconds(20).nanoseconds)
        #expect(fixture.ask(sql: "SELECT 1 AS a").contains("[[1]]"))
    }

    @Test(
        "statements that are the host's, or outlast their transaction, are refused",
        arguments: Place.allCases,
        [
            "COMMIT", "begin", " /* x */ rollback", "-- x\nSAVEPOINT a", "SET search_path = other",
            "PRAGMA journal_mode",
            "EXPLAIN PRAGMA user_version = 7", "ATTACH 'other.db' AS o", "VACUUM INTO '/tmp/copy'", ";;END",
            "/* /* */ */ COMMIT", "COPY t TO STDOUT", "LISTEN x", "--\rCOMMIT", "-- a\r b\nSELECT 1",
            "-- a\r\nEND", "--\r",
        ])
    func refused(place: Place, statement: String) throws {
        let server = try PostgreSQLPeer.shared()
        let settings =
            place == .sqlite ? SQLFixture.sqliteSettings(folder) : SQLFixture.settings(server, database: "postgres")
        #expect(SQLFixture(settings).ask(sql: statement) == "reject sql.bad_request")
    }

    @Test("a database is for those it was granted to")
    func grants() throws {
        let fixture = SQLFixture.sqlite(folder)
        let request = #"{"database":"main","statements":[{"sql":"SELECT 1"}]}"#
        #expect(fixture.ask(request).hasPrefix("{"))
        #expect(fixture.ask(request, processor: "report") == "reject sql.not_allowed")
        #expect(fixture.ask(request.replacing("main", with: "other"), processor: "both") == "reject sql.unknown")
        fixture.service.configure([fixture.settings], grants: ["report": ["main"]])
        #expect(fixture.ask(request) == "reject sql.not_allowed")
        #expect(fixture.ask(request, processor: "report").hasPrefix("{"))
    }

    @Test(
        "a request that is not what it must be is refused",
        arguments: [
            "", "{}", #"{"database":"main"}"#, #"{"database":"main","statements":[]}"#,
            #"{"database":"main","statements":[{"sql":7}]}"#,
            #"{"database":"main","statements":[{"sql":"SELECT 1","parameters":{}}]}"#,
            #"{"database":"main","statements":[{"sql":"SELECT $1","parameters":[[1]]}]}"#,
            #"{"database":"main","statements":[{"sql":"SELECT $1","parameters":[{"base64":"?"}]}]}"#,
            #"{"database":"main","statements":[{"sql":"SELECT 1"}],"max_rows":0}"#,
            #"{"database":"main","statements":[{"sql":"SELECT 1"}],"more":1}"#,
            #"{"database":"main","statements":[{"sql":"SELECT $1, $2","parameters":[1]}]}"#,
            #"{"database":"main","statements":[{"sql":"SELECT 1","parameters":[1]}]}"#,
        ])
    func wrongRequests(request: String) throws {
        #expect(SQLFixture.sqlite(folder).ask(request) == "reject sql.bad_request")
    }
}
