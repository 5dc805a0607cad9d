import Foundation
import PluginTestKit
import Testing

@testable import PluginSDK

struct DatabaseTests {
    private static let all: [SQLValue] = [nil, true, 7, 1.5, "한 \"x\"\n", .bytes([0, 255])]

    private struct Row: Decodable, Sendable, Equatable {
        var id: Int
        var title: String?
        var scan: Data?
    }

    @Test("values of every kind go both ways as they are")
    func values() async throws {
        let services = MemoryServices(sql: { query in
            .results(query.statements.map { SQLResult(columns: ["a"], rows: [$0.parameters], affected: 3) })
        })
        let main = services.host(for: ServiceCaller(tenant: "north")).database("main")
        let result = try await main.query(
            "SELECT $1", Self.all,
            options: SQLOptions(isReadOnly: true, timeout: .milliseconds(250), rowLimit: 9))
        #expect(result.rows.first?.values == Self.all)
        #expect(result.affected == 3 && !result.isTruncated)
        let query = try #require(services.queries.first)
        #expect(query.database == "main" && query.statements == [SQLStatement("SELECT $1", Self.all)])
        #expect(query.isReadOnly && query.timeout == .milliseconds(250) && query.rowLimit == 9)
        #expect(query.tenant == "north")
        #expect(Self.all.map(\.integer) == [nil, nil, 7, nil, nil, nil])
        #expect(Self.all.map(\.number) == [nil, nil, 7, 1.5, nil, nil])
        #expect(Self.all.map(\.text) == [nil, nil, nil, nil, "한 \"x\"\n", nil])
        #expect(Self.all.map(\.bool) == [nil, true, nil, nil, nil, nil])
        #expect(Self.all.map(\.bytes) == [nil, nil, nil, nil, nil, [0, 255]])
    }

    @Test(
        "doubles are sent as such, whole and huge ones too",
        arguments: [
            (1, "1.0"), (-0.0, "-0.0"), (1e300, "1e+300"), (0.1, "0.1"), (9e17, "9e+17"),
            (.leastNonzeroMagnitude, "5e-324"),
        ] as [(Double, String)])
    func doubles(number: Double, text: String) throws {
        #expect(
            try DatabaseRequest.text(database: "main", [SQLStatement("SELECT $1", [.number(number), 1])], SQLOptions())
                == #"{"database":"main","statements":[{"parameters":[\#(text),1],"sql":"SELECT $1"}]}"#)
    }

    @Test("what is no number is not sent", arguments: [Double.nan, .infinity])
    func noNumbers(number: Double) async {
        let main = MemoryServices().host().database("main")
        await #expect(throws: EncodingError.self) { try await main.query("SELECT $1", [.number(number)]) }
    }

    @Test("rows are read by column, and as types")
    func rows() async throws {
        let services = MemoryServices(sql: { _ in
            .results([
                SQLResult(
                    columns: ["id", "title", "scan"], rows: [[1, "one", .bytes([1, 2])], [2, nil, nil]],
                    isTruncated: true)
            ])
        })
        let main = services.host().database("main")
        #expect(
            try await main.query("SELECT …", as: Row.self) == [
                Row(id: 1, title: "one", scan: Data([1, 2])), Row(id: 2),
            ])
        let result = try await main.query("SELECT …")
        #expect(result.isTruncated)
        let row = try #require(result.rows.last)
        #expect(row["id"] == 2 && row["title"] == .null && row["none"] == nil)
        #expect(try row.get("id", as: Int.self) == 2)
        #expect(try row.get("title", as: String.self) == nil)
        #expect(throws: DecodingError.self) { try row.get("none", as: Int.self) }
        #expect(throws: DecodingError.self) { try result.rows[0].get("title", as: Int.self) }
    }

    @Test("a transaction has one result a statement, and a host that answers otherwise is not believed")
    func transaction() async throws {
        let services = MemoryServices(sql: { query in
            query.statements.count == 3
                ? .results([]) : .results(query.statements.map { _ in SQLResult(affected: 1) })
        })
        let main = services.host().database("main")
        let statements = [SQLStatement("INSERT …", [1]), SQLStatement("UPDATE …")]
        #expect(try await main.transaction(statements).map(\.affected) == [1, 1])
        let error = await #expect(throws: ServiceError.self) {
            try await main.transaction(statements + [SQLStatement("DELETE …")])
        }
        #expect(error?.code == "service.bad_reply")
    }

    @Test("what a database refuses is a ServiceError, and memory refuses what a host would")
    func refusals() async throws {
        let services = MemoryServices(sql: { _ in .refusal(.retry("sql.conflict", "Another one was first.")) })
        let main = services.host(for: ServiceCaller(tenant: "north")).database("main")
        let conflict = await #expect(throws: ServiceError.self) { try await main.query("SELECT 1") }
        #expect(conflict?.code == "sql.conflict" && conflict?.status == PROCTOR_RETRY)
        let other = await #expect(throws: ServiceError.self) {
            try await main.query("SELECT 1", options: SQLOptions(tenant: "south"))
        }
        #expect(other?.code == "sql.bad_request")
        let none = await #expect(throws: ServiceError.self) { try await main.transaction([]) }
        #expect(none?.code == "sql.bad_request")
        let unknown = await #expect(throws: ServiceError.self) {
            try await MemoryServices().host().database("main").query("SELECT 1")
        }
        #expect(unknown?.code == "sql.unknown")
    }
}
