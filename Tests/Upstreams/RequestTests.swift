import HostConfiguration
import HostSignatures
import HostThreads
import ScriptedServer
import Testing

@testable import HostUpstreams

@Suite("Requests to upstreams")
struct RequestTests {
    /// Sends one request and gives what the server saw.
    private func seen(
        _ change: (inout UpstreamSettings) -> Void = { _ in }, _ line: String, body: String = "", tenant: String? = nil
    ) throws -> ScriptedRequest {
        let seen = Outcome<ScriptedRequest>()
        let bench = try Bench(change) { connection in
            guard let request = try connection.request() else { return }
            seen.set(request)
            try connection.answer(200)
        }
        defer { bench.stop() }
        let reply = try bench.send(line, body: body, caller: Bench.caller(tenant: tenant))
        #expect(reply.status == .ok, "\(reply.text)")
        return try seen.wait()
    }

    @Test("path, query, headers, body, credentials and trace arrive as they are meant")
    func whole() throws {
        let line = Bench.line(
            method: "POST", path: "/internal/a%2Fb",
            rest: #""query":[["q","x y&z=ü"],["empty",""]],"headers":[["X-Mine","1"],["content-type","text/plain"]]"#)
        let request = try seen(
            {
                $0 = UpstreamSettings(name: "backend", url: $0.url + "/api/", position: $0.position)
                $0.bearer = Secret("the token")
                $0.headers = [UpstreamSettings.Header(name: "X-Own", value: Secret("own"))]
            }, line, body: "body")
        #expect(request.method == "POST")
        #expect(request.target == "/api/internal/a%2Fb?q=x%20y%26z%3D%C3%BC&empty=")
        #expect(request["x-mine"] == "1")
        #expect(request["x-own"] == "own")
        #expect(request["authorization"] == "Bearer the token")
        #expect(request["content-type"] == "text/plain")
        #expect(request["traceparent"] == "00-1-2-01")
        #expect(request.body == Array("body".utf8))
        #expect(request["x-signature"] == nil)
        #expect(request["x-tenant-slug"] == nil)
    }

    private static let canonical = "{method}\n{target}\n{tenant}\n{timestamp}\n{body_sha256}"

    @Test("a signed request carries signature, time and tenant")
    func signed() throws {
        let request = try seen(
            { $0.signing = UpstreamSettings.Signing(secret: Secret("s3"), canonical: Self.canonical) },
            Bench.line(path: "/a", rest: #""query":[["k","v"]]"#), tenant: "학원")
        let parts = CanonicalText.Parts(
            method: "GET", target: "/a?k=v", tenant: "학원", timestamp: "1700000000",
            bodyDigest: RequestSigner.digest(of: []))
        #expect(request["x-timestamp"] == "1700000000")
        #expect(request["x-tenant-slug"] == "학원")
        #expect(request["x-signature"] == RequestSigner(secret: "s3", canonical: Self.canonical).signature(of: parts))
    }

    @Test("the body of a request that usually has none is sent, and signed", arguments: ["GET", "DELETE"])
    func unusualBody(method: String) throws {
        let request = try seen(
            { $0.signing = UpstreamSettings.Signing(secret: Secret("s3"), canonical: "{method} {body_sha256}") },
            Bench.line(method: method), body: "body")
        let parts = CanonicalText.Parts(
            method: method, target: "/", tenant: "", timestamp: "",
            bodyDigest: RequestSigner.digest(of: Array("body".utf8)))
        #expect(request.method == method)
        #expect(request.body == Array("body".utf8))
        #expect(
            request["x-signature"]
                == RequestSigner(secret: "s3", canonical: "{method} {body_sha256}").signature(of: parts))
    }

    @Test(
        "the job's tenant holds, then the request's, then the operator's",
        arguments: [
            ("job", nil, "job"), ("job", "job", "job"), (nil, "own", "own"), (nil, nil, "set"), ("", "own", "own"),
        ] as [(String?, String?, String)])
    func tenant(job: String?, named: String?, sent: String) throws {
        let request = try seen(
            { $0.signing = UpstreamSettings.Signing(secret: Secret("s"), canonical: Self.canonical, tenant: "set") },
            Bench.line(rest: named.map { "\"tenant\":\"\($0)\"" } ?? ""), tenant: job)
        #expect(request["x-tenant-slug"] == sent)
    }

    @Test(
        "what a plugin may not ask is refused before anything is sent",
        arguments: [
            (Bench.line(upstream: "other"), "upstream.unknown"),
            (Bench.line(path: "/../a"), "upstream.bad_request"),
            (Bench.line(path: "/a?b=1"), "upstream.bad_request"),
            (Bench.line(method: "GET\\r\\nX: y"), "upstream.bad_request"),
            (Bench.line(method: "CONNECT"), "upstream.bad_request"),
            (Bench.line(rest: #""headers":[["Host","other"]]"#), "upstream.bad_request"),
            (Bench.line(rest: #""headers":[["authorization","x"]]"#), "upstream.bad_request"),
            (Bench.line(rest: #""headers":[["x-own","x"]]"#), "upstream.bad_request"),
            (Bench.line(rest: #""headers":[["X-SIGNATURE","x"]]"#), "upstream.bad_request"),
            (Bench.line(rest: #""headers":[["X_Tenant_Slug","x"]]"#), "upstream.bad_request"),
            (Bench.line(rest: #""headers":[["x_own","x"]]"#), "upstream.bad_request"),
            (Bench.line(rest: #""headers":[["Content_Length","1"]]"#), "upstream.bad_request"),
            (Bench.line(method: "HEAD") + "body", "upstream.bad_request"),
            (Bench.line(rest: #""headers":[["X-A","a\r\nX-B: b"]]"#), "upstream.bad_request"),
            (Bench.line(rest: #""tenant":"other""#), "upstream.tenant_mismatch"),
            (Bench.line(rest: #""surprise":1"#), "service.bad_request"),
            (Bench.line(rest: #""query":[["a"]]"#), "service.bad_request"),
            ("{}\n", "service.bad_request"), ("garbage", "service.bad_request"),
        ])
    func refused(line: String, code: String) throws {
        let bench = try Bench({
            $0.headers = [UpstreamSettings.Header(name: "X-Own", value: Secret("own"))]
            $0.signing = UpstreamSettings.Signing(secret: Secret("s"), canonical: Self.canonical)
        }) { _ in }
        defer { bench.stop() }
        let reply = try bench.send(line, caller: Bench.caller(tenant: "job"))
        #expect(reply.status == .reject)
        #expect(reply.code == code)
        #expect(bench.server.connections == 0)
    }

    @Test("a processor that the operator did not name is refused")
    func notGranted() throws {
        let bench = try Bench { _ in }
        defer { bench.stop() }
        for processor in ["q", "unknown"] {
            let reply = try bench.send(Bench.line(), caller: Bench.caller(processor: processor))
            #expect(reply.status == .reject)
            #expect(reply.code == "upstream.not_allowed")
        }
    }

    @Test("whatever the status, it is an answer; headers come as they were", arguments: [200, 204, 302, 404, 500])
    func statuses(status: Int) throws {
        let bench = try Bench { connection in
            while try connection.request() != nil {
                let body = status == 204 ? "" : "text"
                try connection.answer(status, body, headers: ["Location: http://127.0.0.1:1/", "X-A: 1", "X-A: \"2\""])
            }
        }
        defer { bench.stop() }
        let reply = try bench.send(Bench.line())
        #expect(reply.status == .ok)
        #expect(reply.http == status)
        #expect(reply.headers.filter { $0[0] == "x-a" }.map { $0[1] } == ["1", "\"2\""])
        #expect(reply.body == (status == 204 ? "" : "text"))
        #expect(bench.counted("\(status / 100)xx") == 1)
    }

    @Test("the blocking way answers the same")
    func blocking() throws {
        let bench = try Bench { connection in
            _ = try connection.request()
            try connection.answer(200, "x")
        }
        defer { bench.stop() }
        let answer = bench.service.answer(
            service: "http.send/1", request: Array(Bench.line().utf8), caller: Bench.caller())
        #expect(Reply(answer).body == "x")
        #expect(
            bench.service.answer(service: "http.other/1", request: [], caller: Bench.caller()).status == .unsupported)
    }

    @Test("an answer larger than allowed is refused")
    func tooLarge() throws {
        let bench = try Bench({ $0.responseLimit = 10 }) { connection in
            _ = try connection.request()
            try connection.answer(200, "more than ten")
        }
        defer { bench.stop() }
        let reply = try bench.send(Bench.line())
        #expect((reply.status, reply.code) == (.reject, "upstream.too_large"))
    }
}
