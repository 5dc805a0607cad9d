import Crypto
import Glibc
import HostConfiguration
import Testing

@testable import HostHTTP

extension Served {
    @Suite("A listener that asks who comes", .serialized) struct GuardedListenerTests {
        private func served(_ change: (inout AuthenticationSettings) -> Void) throws -> ServedSource {
            var settings = AuthenticationSettings()
            change(&settings)
            return try ServedSource(
                [.http("POST", "/echo")],
                listeners: [
                    .loopback {
                        $0.authentication = settings
                        $0.bodyLimit = 1_000_000
                    }
                ])
        }

        private func signature(_ method: String, _ target: String, _ time: Int, _ body: String) -> String {
            func hex(_ bytes: some Sequence<UInt8>) -> String {
                bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            }
            let text = "\(method)\n\(target)\ndemo\n\(time)\n\(hex(SHA256.hash(data: Array(body.utf8))))"
            return hex(
                HMAC<SHA256>.authenticationCode(
                    for: Array(text.utf8), using: SymmetricKey(data: Array("internal".utf8))))
        }

        @Test("a token opens everything, and without one there is health alone")
        func bearer() throws {
            let served = try served { $0.bearer = [Secret("old"), Secret("new")] }
            defer { served.close() }
            let client = try served.client()
            for token in ["old", "new"] {
                let headers = [("Authorization", "Bearer \(token)")]
                #expect(try client.ask("POST", "/echo", body: "x", headers: headers).status == 200)
                #expect(try client.ask("GET", "/secret", headers: headers).status == 200)
                #expect(try client.ask("GET", "/nothing", headers: headers).status == 404)
            }
            for path in ["/health", "/ready"] { #expect(try client.ask("GET", path).status == 200) }
            for (method, path) in [("POST", "/echo"), ("GET", "/secret"), ("GET", "/nothing"), ("OPTIONS", "/echo")] {
                let refused = try client.ask(method, path)
                #expect(refused.status == 401 && refused["www-authenticate"] == #"Bearer realm="proctor""#)
                #expect(refused.text.hasPrefix(#"{"detail":"#))
            }
            #expect(served.plugin.counts.taken == 1 + 1)
        }

        @Test("a signed request comes in once, whatever its body, and is nobody else's")
        func signed() throws {
            let served = try served { $0.signature = AuthenticationSettings.Signature(secret: Secret("internal")) }
            defer { served.close() }
            let client = try served.client()
            let now = time(nil)
            let large = String(repeating: "0123456789", count: 50_000)
            for (number, body) in ["{}", "", large].enumerated() {
                let target = "/echo?n=\(number)"
                let headers = [
                    ("X-Signature", signature("POST", target, now, body)), ("X-Timestamp", String(now)),
                    ("X-Tenant-Slug", "demo"),
                ]
                let changed = body.isEmpty ? "x" : String(body.dropLast()) + "x"
                #expect(try client.ask("POST", target, body: changed, headers: headers).status == 401)
                #expect(try client.ask("POST", target, body: body, headers: headers).text == body)
                #expect(try client.ask("POST", target, body: body, headers: headers).status == 403)
            }
            let late = now - 301
            let headers = [
                ("X-Signature", signature("POST", "/echo", late, "{}")), ("X-Timestamp", String(late)),
                ("X-Tenant-Slug", "demo"),
            ]
            #expect(try client.ask("POST", "/echo", body: "{}", headers: headers).status == 403)
            #expect(try client.ask("POST", "/echo", body: "{}").status == 401)
            #expect(served.plugin.counts.taken == 3)
        }

        private func guarded(_ settings: inout ListenerSettings) {
            var authentication = AuthenticationSettings()
            authentication.signature = AuthenticationSettings.Signature(secret: Secret("internal"))
            settings.authentication = authentication
        }

        private func signed(_ body: String) -> [(String, String)] {
            let now = time(nil)
            return [
                ("X-Signature", signature("POST", "/echo", now, body)), ("X-Timestamp", String(now)),
                ("X-Tenant-Slug", "demo"),
            ]
        }

        @Test("a signature that one listener has seen is used up on all that have its secret")
        func sharedSecret() throws {
            let served = try ServedSource(
                [.http("POST", "/echo"), .http("POST", "/echo", listener: "inside")],
                listeners: [.loopback("http", guarded), .loopback("inside", guarded)])
            defer { served.close() }
            let headers = signed("{}")
            #expect(try served.client().ask("POST", "/echo", body: "{}", headers: headers).status == 200)
            #expect(try served.client("inside").ask("POST", "/echo", body: "{}", headers: headers).status == 403)
        }

        @Test("a listener that is opened anew knows the signatures that it has seen before")
        func reopened() throws {
            let bindings: [Binding] = [.http("POST", "/echo", listener: "test")]
            let served = try ServedSource(bindings, own: [.loopback("test", guarded)])
            defer { served.close() }
            guard case .tcp(let host, let port) = try served.address("test") else { return }
            let headers = signed("{}")
            #expect(try served.client("test").ask("POST", "/echo", body: "{}", headers: headers).status == 200)
            let moved = ListenerSettings.loopback("test") {
                guarded(&$0)
                $0.address = .tcp(host: host, port: port)
                $0.bodyLimit = 10
            }
            served.publish(bindings, own: [moved])
            let large = String(repeating: "x", count: 11)
            #expect(
                eventually {
                    (try? served.client("test").ask("POST", "/echo", body: large, headers: headers).status) == 413
                })
            #expect(try served.client("test").ask("POST", "/echo", body: "{}", headers: headers).status == 403)
        }

        @Test("a signature out of its time does not get to send a body")
        func lateBody() throws {
            let served = try served { $0.signature = AuthenticationSettings.Signature(secret: Secret("internal")) }
            defer { served.close() }
            let client = try served.client()
            try client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nX-Signature: \(String(repeating: "0", count: 64))\r\n"
                    + "X-Timestamp: \(time(nil) - 400)\r\nExpect: 100-continue\r\nContent-Length: 900000\r\n\r\n")
            #expect(try client.line(endingWith: [13, 10]).hasPrefix("HTTP/1.1 403"))
        }

        @Test("who is not known does not get to send a body")
        func noBody() throws {
            let served = try served { $0.bearer = [Secret("token")] }
            defer { served.close() }
            let client = try served.client()
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 900000\r\n\r\n")
            #expect(try client.line(endingWith: [13, 10]).hasPrefix("HTTP/1.1 401"))
        }
    }
}
