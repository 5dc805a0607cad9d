import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Who may come in, and where.
    @Suite(.serialized) struct Access {
        private static let token = "an-admin-token-of-this-length"
        private static let bearer = "a-bearer-token-of-this-length"
        private static let secret = "a-signing-secret-of-this-length"
        private static let environment = ["ADMIN_TOKEN": token, "BEARER": bearer, "SECRET": secret]

        private func host() throws -> HostUnderTest {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Curve"), "libCurve.so")],
                file: """
                    version: 1
                    host:
                      http: { listen: 127.0.0.1:0, auth: { bearer: "${BEARER}" } }
                      admin: { listen: 127.0.0.1:0, token: "${ADMIN_TOKEN}" }
                      listeners:
                        signed: { listen: 127.0.0.1:0, auth: { hmac: "${SECRET}" } }
                    processors:
                      curve:
                        plugin: curve
                        bindings:
                          - { http: POST /curve, operation: curve.apply }
                          - { http: POST /curve, operation: curve.apply, listener: signed }
                    """, environment: Self.environment)
            try host.start()
            return host
        }

        @Test("a bearer token lets in, its absence and any other do not, and probes need none")
        func bearer() throws {
            let host = try host()
            func status(_ authorization: String?) throws -> Int {
                let headers = authorization.map { ["Authorization": $0] } ?? [:]
                return try host.client().post("/curve", json: #"{"raw": 1}"#, headers: headers).status
            }
            let refused = try host.client().post("/curve", json: #"{"raw": 1}"#)
            #expect(refused.status == 401)
            #expect(refused.headers["www-authenticate"] == #"Bearer realm="proctor""#)
            #expect(try status("Bearer \(Self.bearer)") == 200)
            #expect(try status("bearer \(Self.bearer)") == 200)
            #expect(try status("Bearer \(Self.bearer)x") == 401)
            #expect(try status("Bearer \(Self.token)") == 401)
            #expect(try status("Basic \(Self.bearer)") == 401)
            // Whether a path exists is nobody's business who may not come in.
            #expect(try host.client().send("GET", "/nothing").status == 401)
            #expect(try host.client().send("GET", "/health").status == 200)
            #expect(try host.client().send("GET", "/ready").status == 200)
        }

        @Test("a signed request is taken once, in time, and unchanged")
        func signatures() throws {
            let host = try host()
            let result = try Peer.run(
                "signed_client.py", "http://127.0.0.1:\(host.port(of: "signed"))", Self.secret)
            #expect(result.status == 0, "\(result.output)\(result.error)")
        }

        @Test("the admin token guards status, metrics and reload, and the command line takes it from the file")
        func adminToken() throws {
            let host = try host()
            for (method, path) in [("GET", "/status"), ("GET", "/metrics"), ("POST", "/reload")] {
                #expect(try host.admin().send(method, path).status == 401)
                let headers = ["Authorization": "Bearer \(Self.bearer)"]
                #expect(try host.admin().send(method, path, headers: headers).status == 401)
            }
            #expect(try host.admin().send("GET", "/health").status == 200)
            #expect(try host.admin().send("GET", "/ready").status == 200)
            let config = host.folder.path + "/plugins.yaml"
            let status = try Command.run(["status", "--config", config], environment: Self.environment)
            #expect(status.status == 0, "\(status.error)")
            #expect(status.output.contains("org.example.curve 1.2.0"))
            let reload = try Command.run(["reload", "--config", config], environment: Self.environment)
            #expect(reload.status == 0, "\(reload.error)")
            let wrong = try Command.run(
                ["status", "--config", config], environment: ["ADMIN_TOKEN": "another-token-of-this-length"])
            #expect(wrong.status == 69)
            #expect(wrong.error.contains("host.admin.token"))
            for secret in [Self.token, Self.bearer, Self.secret] {
                #expect(!(host.logs + status.output + wrong.error).contains(secret))
            }
        }

        @Test("a listener that others reach and nobody guards is refused, at its place")
        func openListeners() throws {
            let folder = try TemporaryFolder()
            try folder.write(
                """
                version: 1
                host:
                  http: { listen: "0.0.0.0:8080" }
                  admin: { listen: "0.0.0.0:9090" }
                  listeners:
                    public: { listen: "[::]:8443" }
                    stated: { listen: "0.0.0.0:8444", auth: none }
                processors: {}
                """, to: "plugins.yaml")
            let check = try Command.run(["check"], in: folder.path)
            #expect(check.status == 78)
            #expect(check.error.contains("plugins.yaml:3:19: error: host.http would be open to others on 0.0.0.0"))
            #expect(check.error.contains("plugins.yaml:4:20: error: host.admin would be open to others on 0.0.0.0"))
            #expect(check.error.contains("plugins.yaml:6:23: error: "))
            #expect(!check.error.contains("plugins.yaml:7:"))
            #expect(try Command.run(["run"], in: folder.path).status == 78)
        }
    }
}
