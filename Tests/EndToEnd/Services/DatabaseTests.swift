import Foundation
import Loopback
import PostgreSQLPeer
import Testing

extension EndToEnd {
    /// SQL databases through the loaded plugin, on a real PostgreSQL.
    @Suite(.serialized) struct Databases {
        private static let migrations = [
            "0001-marks.sql": """
            CREATE TABLE marks (tenant text NOT NULL DEFAULT current_setting('app.tenant'), name text);
            ALTER TABLE marks ENABLE ROW LEVEL SECURITY;
            ALTER TABLE marks FORCE ROW LEVEL SECURITY;
            CREATE POLICY own ON marks USING (tenant = current_setting('app.tenant'));
            """,
            "0002-points.sql": "ALTER TABLE marks ADD COLUMN points integer NOT NULL DEFAULT 7;",
        ]

        private static func databases(_ server: PostgreSQLPeer, _ name: String, _ role: String) -> String {
            """
            databases:
              main:
                url: "postgres://127.0.0.1:\(server.port)/\(name)?sslmode=disable"
                username: \(role)
                password: "\(server.password)"
                migrations: ./migrations
                tenant_setting: app.tenant
              other: "sqlite:./other.db"
            """
        }

        private static func host(_ server: PostgreSQLPeer) throws -> OutsideHost {
            let (name, role) = (try server.makeDatabase(), try server.makeRole())
            try server.sql("ALTER DATABASE \(name) OWNER TO \(role)")
            try server.sql("GRANT ALL ON SCHEMA public TO \(role)", database: name)
            let host = try OutsideHost(
                worker: "    databases: [ main ]", after: databases(server, name, role), secrets: [server.password])
            let folder = host.host.folder
            try FileManager.default.createDirectory(
                atPath: folder.path + "/migrations", withIntermediateDirectories: true)
            for (file, text) in migrations { try folder.write(text, to: "migrations/" + file) }
            return host
        }

        private static let insert =
            #"{"op":"sql","name":"main","sql":"INSERT INTO marks (name) VALUES ($1)","parameters":["NAME"]}"#
        private static let select = #"{"op":"sql","name":"main","sql":"SELECT name, points FROM marks ORDER BY name"}"#

        private static func rows(_ result: Any) -> [[String]]? {
            ((result as? [String: Any])?["rows"] as? [[Any]])?.map { $0.map { "\($0)" } }
        }

        @Test("a host waits for a database that is away at its start, says so, migrates it when it comes, and serves")
        func away() throws {
            let server = try PostgreSQLPeer()
            let host = try Self.host(server)
            server.stop()
            try host.host.start()
            try host.host.wait("the reason in /ready") { try host.host.hindrance()?.contains("main") == true }
            let refused = try host.ask("[\(Self.select)]", tenant: "seoul")
            #expect(OutsideHost.refusal(refused[0])?.code == "sql.unreachable")
            #expect(host.host.isRunning)

            try server.start()
            try host.host.wait("the host to be ready") { try host.host.hindrance() == nil }
            for (tenant, pupil) in [("seoul", "kim"), ("busan", "lee")] {
                let order = Self.insert.replacingOccurrences(of: "NAME", with: pupil)
                let results = try host.ask("[\(order), \(Self.select)]", tenant: tenant)
                #expect((results[0] as? [String: Any])?["affected"] as? Int == 1, "\(results[0])")
                #expect(Self.rows(results[1])?.map(\.first) == [pupil], "\(results[1])")
            }
            let nobody = try host.ask(
                """
                [\(Self.select), {"op":"sql","name":"other","sql":"SELECT 1"},
                 {"op":"sql","name":"main","sql":"SELEC","tenant":"seoul"}]
                """)
            #expect(
                nobody.map { OutsideHost.refusal($0)?.code } == ["sql.no_tenant", "sql.not_allowed", "sql.failed"])

            // Away in the middle of the work: refused for now, and there again by itself.
            server.kill()
            let gone = try host.ask("[\(Self.select)]", tenant: "seoul")
            #expect(OutsideHost.refusal(gone[0])?.code == "sql.unreachable", "\(gone[0])")
            try server.start()
            try host.host.wait("the database to be back") {
                try Self.rows(host.ask("[\(Self.select)]", tenant: "busan")[0])?.map(\.first) == ["lee"]
            }
            try host.finish()
            server.stop()
        }
    }
}
