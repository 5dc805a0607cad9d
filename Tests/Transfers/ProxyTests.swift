import Glibc
import HostTransfers
import ScriptedServer
import Testing

@Suite("Transfers and proxies")
struct ProxyTests {
    @Test("a proxy is used when it is named, and gets the whole URL")
    func named() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let proxy = try ScriptedServer { connection in
            guard let request = try connection.request() else { return }
            try connection.answer(200, request.target)
        }
        defer { proxy.stop() }
        var request = TransferRequest(method: "GET", url: "http://upstream.invalid/a?b=c")
        request.proxy = proxy.url
        #expect(try loop.response(to: request).text == "http://upstream.invalid/a?b=c")
    }

    @Test("over TLS a proxy sees host and port, and none of the request's headers")
    func tunnel() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let seen = Outcome<ScriptedRequest>()
        let proxy = try ScriptedServer { connection in
            guard let request = try connection.request() else { return }
            seen.set(request)
            try connection.answer(403)
        }
        defer { proxy.stop() }
        var request = TransferRequest(
            method: "GET", url: "https://upstream.invalid/a", headers: [("Authorization", "Bearer secret")])
        request.proxy = proxy.url
        #expect(try loop.failure(of: request).reason == .unreachable)
        let connect = try seen.wait()
        #expect(connect.method == "CONNECT")
        #expect(connect.target == "upstream.invalid:443")
        #expect(connect["authorization"] == nil)
    }

    @Test("what the environment says about proxies is not obeyed")
    func environment() throws {
        let proxy = try ScriptedServer { _ in }
        defer { proxy.stop() }
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy"] { setenv(name, proxy.url, 1) }
        defer { for name in ["http_proxy", "HTTP_PROXY", "all_proxy"] { unsetenv(name) } }
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            try connection.answer(200, "direct")
        }
        defer { server.stop() }
        #expect(try loop.response(to: TransferRequest(method: "GET", url: server.url)).text == "direct")
        #expect(proxy.connections == 0)
    }
}
