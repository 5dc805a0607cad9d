import Foundation
import HostPostgreSQL
import PostgreSQLPeer
import Testing

@Suite struct ValueTests {
    @Test(
        "values go to the server and come back as they were",
        arguments: [
            ("int8", .int(.min)), ("int8", .int(.max)), ("int4", .int(-1)), ("bool", .bool(true)),
            ("bool", .bool(false)),
            ("float8", .double(0.1)), ("float8", .double(-Double.leastNonzeroMagnitude)),
            ("float8", .double(1.7976931348623157e308)),
            ("float8", .double(-0.0)), ("text", .text("")), ("text", .text("'; DROP TABLE x; --")),
            ("text", .text("김 \u{1F393} \\ \" \n $1")), ("bytea", .bytes([])), ("bytea", .bytes(Array(0...255))),
            ("int8", .null), ("bytea", .null), ("text", .null), ("numeric", .text("12345678901234567890.10")),
            ("uuid", .text("6f9619ff-8b86-d011-b42d-00c04fc964ff")), ("jsonb", .text(#"{"a": [1, null]}"#)),
        ] as [(String, PostgreSQLValue)])
    func roundTrip(type: String, value: PostgreSQLValue) throws {
        let pool = try PostgreSQLPeer.shared().pool()
        #expect(try pool.rows("SELECT $1::\(type)", [value]) == [[value]])
    }

    @Test("what has no number in JSON comes as the server spells it")
    func notANumber() throws {
        let pool = try PostgreSQLPeer.shared().pool()
        #expect(
            try pool.rows("SELECT $1::float8, $2::float8, 'Infinity'::float4", [.double(.nan), .double(-.infinity)])
                == [[.text("NaN"), .text("-Infinity"), .text("Infinity")]])
    }

    @Test("binary rows are read as text rows are")
    func binaryRows() throws {
        let pool = try PostgreSQLPeer.shared().pool()
        let text = "SELECT $1::int8, $2::int4, $3::int2, true, 'é'::text, '\\x0001'::bytea, NULL::bytea, ''::bytea"
        let request = PostgreSQLRequest(
            [PostgreSQLStatement(text, [.int(.min), .int(-2), .int(-3)], isBinary: true)], .implicit)
        #expect(
            try pool.perform(request)[0].rows
                == [[.int(.min), .int(-2), .int(-3), .bool(true), .text("é"), .bytes([0, 1]), .null, .bytes([])]])
    }

    @Test("arrays are sent whole, with NULL and empty elements")
    func arrays() throws {
        let pool = try PostgreSQLPeer.shared().pool()
        let texts: [String?] = ["a", "", nil, "{\"}"]
        #expect(
            try pool.rows(
                "SELECT array_to_json($1::text[])::text, cardinality($2::bytea[]), ($3::bigint[])[2], cardinality($4::text[])",
                [.texts(texts), .byteStrings([[0], nil, []]), .integers([1, .min]), .texts([])])
                == [[.text(#"["a","",null,"{\"}"]"#), .int(3), .int(.min), .int(0)]])
    }

    @Test("a NUL character is refused, in a text and in a statement")
    func nul() throws {
        let pool = try PostgreSQLPeer.shared().pool()
        #expect(pool.failure("SELECT $1", [.text("a\0b")])?.sqlstate == "22021")
        #expect(pool.failure("SELECT 1\0; SELECT 2")?.reason == .refused)
    }
}
