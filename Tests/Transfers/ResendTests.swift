import HostThreads
import HostTransfers
import ScriptedServer
import Testing

@Suite("Requests on a kept connection that dies")
struct ResendTests {
    /// Answers every request but the second that it reads: with that one it closes, without a byte.
    private static func script(_ seen: Guarded<[ScriptedRequest]>) -> ScriptedServer.Script {
        { connection in
            while let request = try connection.request() {
                let count = seen.withLock { seen in
                    seen.append(request)
                    return seen.count
                }
                if count == 2 { return }
                try connection.answer(200)
            }
        }
    }

    @Test(
        "what must not be repeated is sent once, and said to be broken",
        arguments: [("POST", 0), ("POST", 4), ("POST", 1 << 20), ("PATCH", 4)])
    func once(method: String, size: Int) throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let seen = Guarded([ScriptedRequest]())
        let server = try ScriptedServer(Self.script(seen))
        defer { server.stop() }
        _ = try loop.response(to: TransferRequest(method: "GET", url: server.url))
        let request = TransferRequest(method: method, url: server.url, body: [UInt8](repeating: 120, count: size))
        #expect(try loop.failure(of: request).reason == .broken)
        #expect(try loop.response(to: TransferRequest(method: "GET", url: server.url)).head.status == 200)
        #expect(seen.withLock { $0.map(\.method) } == ["GET", method, "GET"])
        #expect(seen.withLock { $0[1].body.count } == size)
    }

    @Test("what may be repeated is sent again at once, as a whole", arguments: ["GET", "PUT", "DELETE", "POST"])
    func again(method: String) throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let seen = Guarded([ScriptedRequest]())
        let server = try ScriptedServer(Self.script(seen))
        defer { server.stop() }
        _ = try loop.response(to: TransferRequest(method: "GET", url: server.url))
        var request = TransferRequest(method: method, url: server.url, body: Array("body".utf8))
        request.isRepeatable = true
        #expect(try loop.response(to: request).head.status == 200)
        #expect(seen.withLock { $0.map(\.method) } == ["GET", method, method])
        #expect(seen.withLock { $0[2].body } == Array("body".utf8))
    }

    @Test("a server that is gone after it has read a request is broken, not unreachable", arguments: ["GET", "POST"])
    func gone(method: String) throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let arrived = Gate()
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            try connection.answer(200)
            _ = try connection.request()
            arrived.open()
            connection.waitForEnd()
        }
        _ = try loop.response(to: TransferRequest(method: "GET", url: server.url))
        let outcome = Outcome<TransferFailure.Reason?>()
        loop.start(TransferRequest(method: method, url: server.url)) { result in
            if case .failure(let failure) = result { outcome.set(failure.reason) } else { outcome.set(nil) }
        }
        #expect(arrived.wait(.seconds(20)))
        server.stop()
        #expect(try outcome.wait() == .broken)
    }
}
