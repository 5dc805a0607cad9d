import HostConfiguration
import HostThreads
import Testing

@testable import HostHTTP

extension Served {
    /// What a client may not take: time, memory and connections that others need.
    @Suite("Limits of a listener", .serialized) struct LimitTests {
        private func served(_ change: (inout ListenerSettings) -> Void) throws -> ServedSource {
            try ServedSource(
                [.http("POST", "/echo"), .http("POST", "/wait", operation: "test.wait")],
                listeners: [.loopback("http", change)])
        }

        private let head = "POST /echo HTTP/1.1\r\nHost: test\r\n"

        @Test("a body that says it is too large is refused unread, and the connection ends")
        func declaredBody() throws {
            let served = try served { $0.bodyLimit = 1_000 }
            defer { served.close() }
            let client = try served.client()
            #expect(try client.ask("POST", "/echo", body: String(repeating: "x", count: 1_000)).status == 200)
            try client.send(head + "Content-Length: 1000000000\r\n\r\n")
            let refused = try client.answer()
            #expect(refused.status == 413 && refused["connection"] == "close")
            #expect(refused.text == #"{"detail":"the body is larger than 1000 bytes"}"#)
            #expect(client.isClosed)
        }

        @Test("a body that turns out too large is refused, and no more of it read than a bound")
        func undeclaredBody() throws {
            let served = try served { $0.bodyLimit = 1_000 }
            defer { served.close() }
            let client = try served.client()
            try client.send(head + "Transfer-Encoding: chunked\r\n\r\n")
            let chunk = Array("400\r\n\(String(repeating: "x", count: 1_024))\r\n".utf8)
            var sent = 0
            // The host stops reading: at some point the connection is reset under what is still sent.
            #expect(throws: RawClient.Broken.self) {
                while sent < 64 << 20 {
                    try client.send(chunk)
                    sent += chunk.count
                }
            }
            #expect(sent < 64 << 20)
            #expect(served.plugin.counts.taken == 0)
        }

        @Test("the answer to a body that is too large arrives although the client is still sending")
        func answerWhileSending() throws {
            let served = try served { $0.bodyLimit = 1_000 }
            defer { served.close() }
            let client = try served.client()
            try client.send(head + "Content-Length: 50000\r\n\r\n" + String(repeating: "x", count: 50_000))
            #expect(try client.answer().status == 413)
        }

        @Test("a small body that nobody wants is read over, and the connection goes on")
        func unwantedBody() throws {
            let served = try served { _ in }
            defer { served.close() }
            let client = try served.client()
            #expect(try client.ask("POST", "/nothing", body: String(repeating: "x", count: 5_000)).status == 404)
            #expect(try client.ask("POST", "/echo", body: "x").status == 200)
        }

        @Test("a head that does not arrive in time is answered 408, however it trickles")
        func slowHead() throws {
            let served = try served { $0.readTimeout = .milliseconds(300) }
            defer { served.close() }
            let client = try served.client()
            try client.send("GET / HTTP/1.1\r\nX-Slow: ")
            let pause = Gate()
            for _ in 0..<30 where (try? client.send("x")) != nil { _ = pause.wait(.milliseconds(20)) }
            #expect(try client.answer().status == 408)
            let silent = try served.client()
            try silent.send("GET /")
            let answer = try silent.answer()
            #expect(answer.status == 408 && answer["connection"] == "close")
            #expect(silent.isClosed)
        }

        @Test("a body that trickles is answered 408, and its job never made")
        func slowBody() throws {
            let served = try served { $0.readTimeout = .milliseconds(300) }
            defer { served.close() }
            let client = try served.client()
            try client.send(head + "Content-Length: 100000\r\n\r\n")
            let pause = Gate()
            for _ in 0..<20 {
                guard (try? client.send("xxxxx")) != nil else { break }
                _ = pause.wait(.milliseconds(30))
            }
            #expect(try client.answer().status == 408)
            #expect(client.isClosed)
            #expect(served.plugin.counts.taken == 0)
        }

        @Test("a body that goes on is read for as long as it takes")
        func steadyBody() throws {
            let served = try served { $0.readTimeout = .milliseconds(400) }
            defer { served.close() }
            let client = try served.client()
            try client.send(head + "Content-Length: 60000\r\n\r\n")
            let pause = Gate()
            for _ in 0..<10 {
                _ = pause.wait(.milliseconds(100))
                try client.send(String(repeating: "x", count: 6_000))
            }
            #expect(try client.answer().body.count == 60_000)
        }

        @Test("a connection without a request ends silently, one whose job runs does not")
        func idle() throws {
            let served = try served { $0.idleTimeout = .milliseconds(300) }
            defer { served.close() }
            let busy = try served.client()
            try busy.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
            let fresh = try served.client()
            let used = try served.client()
            #expect(try used.ask("POST", "/echo", body: "x").status == 200)
            #expect(fresh.isClosed && used.isClosed)
            served.plugin.release()
            #expect(try busy.answer().status == 200)
            #expect(busy.isClosed)
        }

        @Test("a client that takes nothing of its answer goes, and its job with it; one that takes little stays")
        func stalledReader() throws {
            let served = try ServedSource(
                [.http("POST", "/stream", operation: "test.stream")],
                listeners: [.loopback { $0.idleTimeout = .milliseconds(300) }])
            defer { served.close() }
            guard case .tcp(_, let port) = try served.address() else { return }
            let request = "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n2000 100000"
            let stalled = try RawClient(port: port, receiveBuffer: 16 << 10)
            try stalled.send(request)
            #expect(eventually { served.plugin.counts.cancelled == 1 })

            let slow = try RawClient(port: port, receiveBuffer: 16 << 10)
            try slow.send(request)
            let pause = Gate()
            for _ in 0..<60 {
                _ = pause.wait(.milliseconds(20))
                _ = try slow.take(50_000)
            }
            #expect(served.plugin.counts.cancelled == 1)
        }

        @Test("more connections than there may be wait until one ends")
        func connections() throws {
            let served = try served { $0.connections = 3 }
            defer { served.close() }
            var clients = try (0..<3).map { _ in try served.client() }
            for client in clients { #expect(try client.ask("POST", "/echo", body: "x").status == 200) }
            // A round of accepting takes up to four at once, so the bound is not exact.
            clients += try (0..<8).map { _ in try served.client() }
            let last = try served.client()
            try last.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
            clients.removeAll()
            #expect(try last.answer().status == 200)
        }
    }
}
