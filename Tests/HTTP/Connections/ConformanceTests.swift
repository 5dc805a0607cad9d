import HostConfiguration
import HostThreads
import Testing

@testable import HostHTTP

extension Served {
    /// What RFC 9112 lets clients do, and what they do although it does not.
    @Suite("HTTP/1.1 conformance", .serialized) struct ConformanceTests {
        private func served(_ change: (inout ListenerSettings) -> Void = { _ in }) throws -> ServedSource {
            try ServedSource(
                [
                    .http("POST", "/echo"), .http("GET", "/seen", operation: "test.seen"),
                    .http("GET", "/stream/{count}/{size}", operation: "test.stream"),
                    .http("POST", "/stream", operation: "test.stream"), .http("POST", "/wait", operation: "test.wait"),
                ], listeners: [.loopback("http", change)])
        }

        private let host = "Host: test\r\n"

        @Test("a chunked body is put together, extensions and trailers left aside")
        func chunked() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            let head = "POST /echo HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n"
            try client.send(head + "5;name=value;q=\"x\"\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nX-Sum: 1\r\n\r\n")
            #expect(try client.answer().text == "hello world")
            for byte in Array((head + "3\r\nabc\r\n0\r\n\r\n").utf8) { try client.send([byte]) }
            #expect(try client.answer().text == "abc")
        }

        @Test("a client that waits for 100 Continue hears it, and only if its body is wanted")
        func expect() throws {
            let served = try served { $0.bodyLimit = 1_000 }
            defer { served.close() }
            let client = try served.client()
            try client.send("POST /echo HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(try client.line(endingWith: [13, 10, 13, 10]).hasPrefix("HTTP/1.1 100 Continue"))
            try client.send("hi")
            #expect(try client.answer().text == "hi")
            try client.send("POST /echo HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n")
            #expect(try client.line(endingWith: [13, 10]).hasPrefix("HTTP/1.1 413 "))
            let other = try served.client()
            #expect(try other.ask("POST", "/echo", body: "x", headers: [("Expect", "tea")]).status == 417)
        }

        @Test("pipelined requests are answered in their order")
        func pipelining() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            var all = ""
            for number in 0..<50 {
                let body = String(repeating: "\(number) ", count: number + 1)
                all += "POST /echo HTTP/1.1\r\n\(host)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                if number % 10 == 0 { all += "GET /nothing HTTP/1.1\r\n\(host)\r\n" }
            }
            try client.send(all)
            for number in 0..<50 {
                #expect(try client.answer().text == String(repeating: "\(number) ", count: number + 1))
                if number % 10 == 0 { #expect(try client.answer().status == 404) }
            }
        }

        @Test("nonsense after a good request does not keep that one from its answer")
        func nonsenseAfterwards() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            try client.send("POST /wait HTTP/1.1\r\n\(host)Content-Length: 2\r\n\r\n{}nonsense\r\n\r\n")
            #expect(eventually { served.plugin.counts.taken == 1 })
            served.plugin.release()
            #expect(try client.answer().status == 200)
            #expect(try client.answer().status == 400)
            #expect(client.isClosed)
        }

        static let refusals: [(name: String, request: String, status: Int)] = [
            (
                "both lengths",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                400
            ),
            (
                "lengths the other way round",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                400
            ),
            (
                "two lengths that differ",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400
            ),
            ("two lengths in one", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc", 400),
            ("a negative length", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
            ("a length with a sign", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na", 400),
            ("a length that is no number", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n", 400),
            (
                "a length beyond all numbers",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400
            ),
            (
                "a length beyond the limit",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000000000000000\r\n\r\n", 413
            ),
            (
                "an unknown coding",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501
            ),
            (
                "a coding that is not the last",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400
            ),
            ("a hidden coding", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
            (
                "a chunk size that is no number",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400
            ),
            (
                "a negative chunk size", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                400
            ),
            (
                "a chunk size beyond all numbers",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400
            ),
            (
                "a chunk longer than it says",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", 400
            ),
            ("no Host", "GET /seen HTTP/1.1\r\n\r\n", 400),
            ("two Hosts", "GET /seen HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("a folded header", "GET /seen HTTP/1.1\r\nHost: a\r\nX-Long: a\r\n b\r\n\r\n", 400),
            ("a space before the colon", "GET /seen HTTP/1.1\r\nHost: a\r\nX-Bad : a\r\n\r\n", 400),
            ("a name that is no token", "GET /seen HTTP/1.1\r\nHost: a\r\nX(Bad): a\r\n\r\n", 400),
            ("an empty name", "GET /seen HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n", 400),
            ("a header without a colon", "GET /seen HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", 400),
            ("a NUL in a value", "GET /seen HTTP/1.1\r\nHost: a\r\nX-Bad: a\u{0}b\r\n\r\n", 400),
            ("a lone CR in a value", "GET /seen HTTP/1.1\r\nHost: a\r\nX-Bad: a\rb\r\n\r\n", 400),
            ("a NUL in the path", "GET /se\u{0}en HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("bytes beyond ASCII in the path", "GET /s\u{e9}en HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("a relative path", "GET seen HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("an unknown method", "FETCH /seen HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("a method in small letters", "get /seen HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("an unknown version", "GET /seen HTTP/3.0\r\nHost: a\r\n\r\n", 400),
            ("another protocol", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n", 400),
            ("a connection to somewhere else", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 400),
        ]

        @Test("what could be read in two ways is refused, and the connection ends", arguments: refusals.indices)
        func refused(index: Int) throws {
            let (name, request, status) = Self.refusals[index]
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            try client.send(request)
            let answer = try client.answer()
            #expect(answer.status == status, "\(name)")
            #expect(answer["connection"] == "close", "\(name)")
            #expect(answer.text.hasPrefix(#"{"detail":"#), "\(name)")
            #expect(client.isClosed, "\(name)")
            #expect(served.plugin.counts.taken == 0, "\(name)")
        }

        @Test("a head that is too long, or has too many headers, is refused with 431")
        func headLimits() throws {
            let served = try served { $0.headerLimit = 2_000 }
            defer { served.close() }
            for (head, status) in [
                ("X-Long: \(String(repeating: "x", count: 1_500))\r\n", 200),
                ("X-Long: \(String(repeating: "x", count: 3_000))\r\n", 431),
                ((0..<300).map { "a\($0): 1\r\n" }.joined(), 431), ((0..<100).map { "a\($0): 1\r\n" }.joined(), 200),
            ] {
                let client = try served.client()
                try client.send("GET /seen HTTP/1.1\r\n\(host)\(head)\r\n")
                #expect(try client.answer().status == status)
            }
            let client = try served.client()
            try client.send("GET /\(String(repeating: "a", count: 5_000)) HTTP/1.1\r\n\(host)\r\n")
            #expect(try client.answer().status == 431)
        }

        @Test("the target may be a whole address")
        func absoluteForm() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            for target in [
                "http://example.org/seen?x=1", "http://example.org:80/seen?x=1", "HTTP://EXAMPLE.org/seen?x=1",
            ] {
                try client.send("GET \(target) HTTP/1.1\r\n\(host)\r\n")
                #expect(try client.answer().text.contains(#""parameter-x":"1""#), "\(target)")
            }
        }

        @Test("HTTP/1.0 is answered as such, and kept open only if it asks")
        func oldClients() throws {
            let served = try served()
            defer { served.close() }
            let closing = try served.client()
            try closing.send("GET /seen HTTP/1.0\r\n\r\n")
            let answer = try closing.answer()
            #expect(answer.status == 200 && answer.version == "HTTP/1.0" && answer["connection"] == "close")
            #expect(closing.isClosed)
            let kept = try served.client()
            for _ in 0..<3 {
                try kept.send("GET /seen HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(try kept.answer()["connection"] == "keep-alive")
            }
            try kept.send("POST /stream HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 4\r\n\r\n10 5")
            let stream = try kept.answer()
            #expect(stream["transfer-encoding"] == nil && stream["connection"] == "close")
            #expect(stream.body.count == 50)
            #expect(kept.isClosed)
        }

        @Test("a client that says close gets its whole answer and then the end")
        func closing() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            let body = String(repeating: "0123456789", count: 500_000)
            let answer = try client.ask("POST", "/echo", body: body, headers: [("Connection", "close")])
            #expect(answer["connection"] == "close" && answer.body.count == body.utf8.count)
            #expect(client.isClosed)
            guard case .tcp(_, let port) = try served.address() else { return }
            let slow = try RawClient(port: port, receiveBuffer: 16 << 10)
            try slow.send("POST /stream HTTP/1.1\r\n\(host)Connection: close\r\nContent-Length: 9\r\n\r\n500 10000")
            #expect(eventually { served.plugin.counts.emitted > 0 })
            _ = Gate().wait(.milliseconds(300))
            #expect(try slow.answer().body.count == 5_000_000)
            #expect(slow.isClosed)
        }

        @Test("HEAD is GET without the body")
        func head() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            let full = try client.ask("GET", "/seen")
            let head = try client.ask("HEAD", "/seen")
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head["content-length"].flatMap { Int($0) } ?? 0 > 0 && full.status == 200)
            #expect(try client.ask("HEAD", "/health")["content-length"] == "20")
            #expect(try client.ask("HEAD", "/nothing").status == 404)
            #expect(try client.ask("HEAD", "/echo").status == 405)
            #expect(try client.ask("GET", "/health").status == 200)
        }

        @Test("OPTIONS tells the methods, and others that are not bound hear them with 405")
        func methods() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            let options = try client.ask("OPTIONS", "/seen")
            #expect(options.status == 204 && options["allow"] == "GET, HEAD, OPTIONS")
            #expect(try client.ask("OPTIONS", "/echo")["allow"] == "OPTIONS, POST")
            #expect(try client.ask("OPTIONS", "*").status == 204)
            #expect(try client.ask("OPTIONS", "/nothing").status == 404)
            let wrong = try client.ask("DELETE", "/stream/1/2")
            #expect(wrong.status == 405 && wrong["allow"] == "GET, HEAD, OPTIONS")
        }

        @Test("one who wants another protocol is answered in this one, and goes")
        func upgrade() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            let answer = try client.ask(
                "POST", "/echo", body: "hi", headers: [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c")])
            #expect(answer.text == "hi" && answer["connection"] == "close")
            #expect(client.isClosed)
        }

        @Test("bare line feeds are refused, and line breaks between requests do no harm")
        func lineEnds() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            try client.send("POST /echo HTTP/1.1\r\n\(host)Content-Length: 2\r\n\r\nhi\r\n\r\n")
            #expect(try client.answer().text == "hi")
            #expect(try client.ask("POST", "/echo", body: "again").text == "again")
            let bare = try served.client()
            try bare.send("GET /seen HTTP/1.1\nHost: a\n\n")
            #expect(try bare.answer().status == 400)
        }
    }
}
