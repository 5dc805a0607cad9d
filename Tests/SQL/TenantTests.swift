import HostSQL
import PostgreSQLPeer
import Testing

@Suite struct TenantTests {
    /// A table that shows each tenant its own rows, to a role that cannot look past that.
    private static func guarded() throws -> SQLFixture {
        let server = try PostgreSQLPeer.shared()
        let (database, role) = (try server.makeDatabase(), try server.makeRole())
        try server.sql(
            """
            CREATE TABLE marks (tenant text NOT NULL DEFAULT current_setting('app.tenant'), name text);
            ALTER TABLE marks ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON marks USING (tenant = current_setting('app.tenant'));
            GRANT ALL ON marks TO \(role);
            INSERT INTO marks VALUES ('seoul', 'kim'), ('busan', 'lee'), ('busan', 'park');
            """, database: database)
        return SQLFixture(
            SQLFixture.settings(server, database: database, role: role) {
                $0.tenantSetting = "app.tenant"
                $0.connections = 1
            })
    }

    private static let names = "SELECT name FROM marks ORDER BY name"

    private static func rows(_ names: String...) -> String {
        #"{"results":[{"columns":["name"],"rows":[\#(names.map { "[\"\($0)\"]" }.joined(separator: ","))]}]}"#
    }

    @Test("each tenant's requests see and change its own rows alone, on the same connection")
    func isolation() throws {
        let fixture = try Self.guarded()
        for _ in 0..<3 {
            #expect(fixture.ask(sql: Self.names, tenant: "seoul") == Self.rows("kim"))
            #expect(fixture.ask(sql: Self.names, tenant: "busan") == Self.rows("lee", "park"))
        }
        #expect(fixture.ask(sql: "DELETE FROM marks", tenant: "seoul").contains(#""affected":1"#))
        #expect(fixture.ask(sql: Self.names, tenant: "busan") == Self.rows("lee", "park"))
        let foreign = fixture.ask(sql: "INSERT INTO marks VALUES ('busan', 'spy')", tenant: "seoul")
        #expect(foreign == "reject sql.failed 42501")
        #expect(fixture.ask(sql: "INSERT INTO marks (name) VALUES ('choi')", tenant: "seoul").hasPrefix("{"))
        #expect(fixture.ask(sql: Self.names, tenant: "seoul") == Self.rows("choi"))
        #expect(
            fixture.ask(sql: Self.names, tenant: "' OR true --") == #"{"results":[{"columns":["name"],"rows":[]}]}"#)
    }

    @Test("without a tenant nothing is asked; a request may name one only when its job has none")
    func naming() throws {
        let fixture = try Self.guarded()
        #expect(fixture.ask(sql: Self.names) == "reject sql.no_tenant")
        #expect(fixture.ask(sql: Self.names, more: #","tenant":"seoul""#) == Self.rows("kim"))
        #expect(fixture.ask(sql: Self.names, more: #","tenant":"seoul""#, tenant: "seoul") == Self.rows("kim"))
        #expect(
            fixture.ask(sql: Self.names, more: #","tenant":"busan""#, tenant: "seoul") == "reject sql.not_allowed")
    }

    @Test("a role that no policy binds is refused where tenants are told apart")
    func superuser() throws {
        let fixture = try SQLFixture.postgres { $0.tenantSetting = "app.tenant" }
        #expect(fixture.ask(sql: "SELECT 1", tenant: "seoul") == "retry sql.unreachable")
        #expect(fixture.service.hindrances["main"]?.contains("above row-level security") == true)
    }
}
