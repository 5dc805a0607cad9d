import HostThreads
import HostTransfers
import ScriptedServer
import Testing

@Suite("Transfers that fail")
struct FailureTests {
    private func failure(
        _ change: (inout TransferRequest) -> Void = { _ in }, _ script: @escaping ScriptedServer.Script
    ) throws -> TransferFailure {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        var request = TransferRequest(method: "GET", url: server.url + "/a?secret=1")
        change(&request)
        let failure = try loop.failure(of: request)
        #expect(!failure.message.contains("secret"))
        #expect(failure.message.contains("127.0.0.1:\(server.port)"))
        return failure
    }

    @Test("a refused connection is unreachable, a name that does not exist too")
    func unreachable() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let server = try ScriptedServer { _ in }
        server.stop()
        #expect(try loop.failure(of: TransferRequest(method: "GET", url: server.url)).reason == .unreachable)
        let unknown = try loop.failure(of: TransferRequest(method: "GET", url: "http://no-such-host.invalid/"))
        #expect(unknown.reason == .unreachable)
    }

    @Test("a head that does not come in time is a first-byte time-out")
    func firstByte() throws {
        let failure = try failure({ $0.firstByteTimeout = .milliseconds(80) }) { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\n")
            connection.waitForEnd()
        }
        #expect(failure.reason == .firstByteTimeout)
    }

    @Test("the time in all ends an answer that still flows")
    func total() throws {
        let failure = try failure({ $0.totalTimeout = .milliseconds(150) }) { connection in
            _ = try connection.request()
            try connection.answerChunked()
            while true {
                try connection.chunk("x")
                _ = Gate().wait(.milliseconds(5))
            }
        }
        #expect(failure.reason == .totalTimeout)
    }

    @Test("a connection that is not accepted is a connect time-out")
    func connect() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        // A listener that nobody serves: TLS never answers.
        let server = try ScriptedServer { $0.waitForEnd() }
        defer { server.stop() }
        var request = TransferRequest(method: "GET", url: "https://127.0.0.1:\(server.port)/")
        request.connectTimeout = .milliseconds(100)
        #expect(try loop.failure(of: request).reason == .connectTimeout)
    }

    @Test("an answer larger than allowed is not taken, whether its length is said or not", arguments: [true, false])
    func tooLarge(isSaid: Bool) throws {
        let failure = try failure({ $0.responseLimit = 1_000 }) { connection in
            _ = try connection.request()
            if isSaid { return try connection.answer(200, String(repeating: "x", count: 1_001)) }
            try connection.answerChunked()
            while true { try connection.chunk(String(repeating: "x", count: 100)) }
        }
        #expect(failure.reason == .tooLarge)
    }

    @Test("an answer of exactly the limit is taken")
    func limit() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            try connection.answer(200, String(repeating: "x", count: 1_000))
        }
        defer { server.stop() }
        var request = TransferRequest(method: "GET", url: server.url)
        request.responseLimit = 1_000
        #expect(try loop.response(to: request).body.count == 1_000)
    }

    @Test(
        "what is no HTTP answer is broken",
        arguments: [
            "garbage\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", "", "HTTP/1.1 200",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "\u{0}\u{1}\u{2}\r\n\r\n",
            "HTTP/1.1 200 OK\r\n"
                + String(repeating: "X-Long: " + String(repeating: "y", count: 900) + "\r\n", count: 80),
        ])
    func broken(answer: String) throws {
        let failure = try failure { connection in
            _ = try connection.request()
            try connection.send(answer)
        }
        #expect(failure.reason == .broken)
    }

    @Test("a connection that is reset after the request is broken")
    func reset() throws {
        let failure = try failure { connection in
            _ = try connection.request()
            connection.resetAtEnd()
        }
        #expect(failure.reason == .broken)
    }

    @Test(
        "a request that would break its own head is not sent",
        arguments: [
            ("GET", "http://127.0.0.1/", "X-A", "a\r\nX-B: b"), ("GET", "http://127.0.0.1/", "X A", "a"),
            ("GET", "http://127.0.0.1/a b", "X-A", "a"), ("GE T", "http://127.0.0.1/", "X-A", "a"),
            ("GET", "file:///etc/hostname", "X-A", "a"), ("GET", "http://u:p@127.0.0.1/", "X-A", "a"),
            ("GET", "http://127.0.0.1/\r\nX: y", "X-A", "a"), ("GET", "http:///path", "X-A", "a"),
        ])
    func invalid(method: String, url: String, name: String, value: String) throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let request = TransferRequest(method: method, url: url, headers: [(name, value)])
        #expect(try loop.failure(of: request).reason == .invalid)
    }

    @Test("a stopped loop cancels what is under way, and answers later requests so at once")
    func stopped() throws {
        let loop = TransferLoop(name: "test")
        let arrived = Gate()
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            arrived.open()
            connection.waitForEnd()
        }
        defer { server.stop() }
        let first = Outcome<TransferFailure.Reason?>()
        loop.start(TransferRequest(method: "GET", url: server.url)) { result in
            if case .failure(let failure) = result { first.set(failure.reason) } else { first.set(nil) }
        }
        let later = Outcome<Void>()
        loop.after(.seconds(3_600)) { later.set(()) }
        arrived.wait()
        loop.stop()
        #expect(try first.wait() == .cancelled)
        try later.wait()
        #expect(try loop.failure(of: TransferRequest(method: "GET", url: server.url)).reason == .cancelled)
        loop.stop()
    }

    @Test("a redirect is an answer; nothing is asked of where it points")
    func redirect() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let other = try ScriptedServer { _ in }
        defer { other.stop() }
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            try connection.answer(302, "", headers: ["Location: \(other.url)/"])
        }
        defer { server.stop() }
        let request = TransferRequest(method: "GET", url: server.url, headers: [("Authorization", "Bearer x")])
        #expect(try loop.response(to: request).head.status == 302)
        #expect(other.connections == 0)
    }
}
