import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// HTTP as clients see it that others keep: curl, and httpx, whose parser is the strict h11.
    @Suite(.serialized) struct HTTPContract {
        private let host: HostUnderTest
        private var base: String { "http://127.0.0.1:\(host.httpPort)" }

        init() throws {
            host = try HostUnderTest(
                plugins: [
                    (BuiltFiles.product("Curve"), "libCurve.so"),
                    (BuiltFiles.fixture("worker", "Worker"), "libWorker.so"),
                ],
                file: """
                    version: 1
                    host:
                      http: { listen: 127.0.0.1:0, body_limit: 2MiB }
                      admin: { listen: 127.0.0.1:0 }
                    processors:
                      curve: { plugin: curve }
                      worker:
                        plugin: worker
                        bindings:
                          - { http: POST /echo, operation: worker.echo }
                          - { http: "GET /echo/{id}", operation: worker.echo }
                          - { http: POST /sleep, operation: worker.sleep }
                          - { http: POST /tokens, operation: worker.tokens }
                    """)
            try host.start()
        }

        /// A file that curl sends, of zeros.
        private func file(_ name: String, bytes: Int) throws -> String {
            let path = host.folder.path + "/" + name
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.truncate(atOffset: UInt64(bytes))
            return path
        }

        @Test("curl posts JSON, and reads in JSON what is wrong with it")
        func json() throws {
            let header = "Content-Type: application/json"
            let right = try Curl.ask(base + "/curve", "-H", header, "-d", #"{"raw": 61}"#)
            #expect(right.status == 200)
            #expect(right.version == "1.1")
            #expect(right.header("content-type") == "application/json")
            #expect(right.json["value"] as? Double == 71)
            let wrong = try Curl.ask(base + "/curve", "-H", header, "-d", #"{"row": 61}"#)
            #expect(wrong.status == 422)
            #expect((wrong.json["detail"] as? [[String: Any]])?.first?["loc"] as? [String] == ["body", "raw"])
            let broken = try Curl.ask(base + "/curve", "-H", header, "-d", "{")
            #expect(broken.status == 422)
            let outside = try Curl.ask(base + "/curve", "-H", header, "-d", #"{"raw": 161}"#)
            #expect(outside.status == 422)
            #expect(outside.json["detail"] as? String == "raw must lie within 0...100")
        }

        @Test("curl's form with a file and a field reaches the plugin byte for byte")
        func form() throws {
            let scan = try file("scan.jpg", bytes: 300_000)
            let answer = try Curl.ask(base + "/echo", "-F", "image=@\(scan);type=image/jpeg", "-F", "answers={\"1\":3}")
            #expect(answer.status == 200)
            let size = try #require(answer.json["size"] as? Int)
            #expect((300_000..<301_000).contains(size))
            let headers = try #require(answer.json["headers"] as? [String: String])
            #expect(headers["content-type"]?.hasPrefix("multipart/form-data; boundary=") == true)
        }

        @Test("curl uploads from a pipe in chunks, and a large body after 100 Continue")
        func uploads() throws {
            let large = try file("large", bytes: 1_572_864)
            let piped = try Curl.ask(base + "/echo", "-X", "POST", "-T", "-", input: large)
            #expect(piped.status == 200)
            #expect(piped.json["size"] as? Int == 1_572_864)
            let asked = try Curl.ask(base + "/echo", "-H", "Expect: 100-continue", "--data-binary", "@" + large)
            #expect(asked.status == 200)
            #expect(asked.json["size"] as? Int == 1_572_864)
            #expect(asked.head.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
            // Without that word curl waits for a second before it sends.
            #expect(asked.firstByte < 1)
            let other = try Curl.ask(base + "/echo", "-H", "Expect: tea", "-d", "x")
            #expect(other.status == 417)
        }

        @Test("curl hears which methods a path has, and HEAD is GET without its body")
        func methods() throws {
            let head = try Curl.ask(base + "/echo/7", "--head")
            #expect(head.status == 200)
            #expect(head.header("content-length").flatMap { Int($0) } ?? 0 > 0)
            #expect(head.exit == 0)
            let options = try Curl.ask(base + "/echo", "-X", "OPTIONS")
            #expect(options.status == 204)
            #expect(options.header("allow") == "OPTIONS, POST")
            let wrong = try Curl.ask(base + "/echo/7", "-X", "DELETE")
            #expect(wrong.status == 405)
            #expect(wrong.header("allow") == "GET, HEAD, OPTIONS")
            #expect(try Curl.ask(base + "/nothing").status == 404)
        }

        @Test("curl keeps a connection in HTTP/1.1, and in HTTP/1.0 only when it asks for that")
        func connections() throws {
            func connects(_ options: String...) throws -> String {
                let one = options + ["-o", "/dev/null", "-w", "%{http_code} %{http_version} %{num_connects};"]
                return try Curl.run(one + [base + "/health", "--next"] + ["-sS"] + one + [base + "/health"]).output
            }
            #expect(try connects() == "200 1.1 1;200 1.1 0;")
            #expect(try connects("-0") == "200 1 1;200 1 1;")
            #expect(try connects("-0", "-H", "Connection: keep-alive") == "200 1 1;200 1 0;")
            #expect(try connects("-H", "Connection: close") == "200 1.1 1;200 1.1 1;")
        }

        @Test("curl is told 413 for a body beyond the limit, however it sends it, and 431 for too large a head")
        func limits() throws {
            let large = try file("too-large", bytes: 64 << 20)
            // A connection that is closed while curl still sends would now and then be a reset to it.
            for _ in 0..<20 {
                let plain = try Curl.ask(base + "/echo", "-H", "Expect:", "--data-binary", "@" + large)
                #expect(plain.exit == 0 && plain.status == 413, "\(plain.error)")
            }
            for _ in 0..<5 {
                let asked = try Curl.ask(base + "/echo", "-H", "Expect: 100-continue", "--data-binary", "@" + large)
                #expect(asked.exit == 0 && asked.status == 413, "\(asked.error)")
                #expect(asked.json["detail"] as? String == "the body is larger than 2097152 bytes")
                let chunked = try Curl.ask(base + "/echo", "-H", "Expect:", "-X", "POST", "-T", "-", input: large)
                #expect(chunked.exit == 0 && chunked.status == 413, "\(chunked.error)")
            }
            let head = try Curl.ask(base + "/echo/7", "-H", "X-Large: " + String(repeating: "a", count: 70_000))
            #expect(head.exit == 0 && head.status == 431, "\(head.error)")
        }

        @Test("a compressed body reaches an operation on bytes as it is, and one on JSON not at all")
        func compressed() throws {
            let plain = host.folder.path + "/body.json"
            try host.folder.write(#"{"raw": 61}"#, to: "body.json")
            #expect(try CommandResult.run("/bin/gzip", ["-k", plain]).status == 0)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: plain + ".gz"))
            let options = ["-H", "Content-Encoding: gzip", "--data-binary", "@\(plain).gz"]
            let echo = try Curl.ask(base + "/echo", options[0], options[1], options[2], options[3])
            #expect(echo.json["size"] as? Int == bytes.count)
            // For an operation that takes JSON the host says what it does not read.
            let refused = try Curl.ask(base + "/curve", options[0], options[1], options[2], options[3])
            #expect(refused.status == 415)
        }

        @Test("curl's wish for HTTP/2 is answered in HTTP/1.1")
        func upgrade() throws {
            let upgrade = try Curl.ask(base + "/echo", "--http2", "-d", #"{"raw": 61}"#)
            #expect(upgrade.exit == 0, "\(upgrade.error)")
            #expect(upgrade.status == 200)
            #expect(upgrade.version == "1.1")
            #expect(upgrade.json["size"] as? Int == 11)
            let raw = try RawConnection(port: host.httpPort)
            raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            #expect(try raw.receiveAll().hasPrefix("HTTP/1.1 400 "))
        }

        @Test("pipelined requests are answered in their order, slow ones first when they came first")
        func pipelining() throws {
            func post(_ path: String, _ body: String) -> String {
                "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            }
            let raw = try RawConnection(port: host.httpPort)
            raw.send(
                post("/sleep", #"{"ms": 300}"#) + post("/curve", #"{"raw": 1}"#) + post("/curve", #"{"raw": 2}"#)
                    + "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n" + "GET /health HTTP/1.0\r\n\r\n")
            let answers = try raw.receiveAll().components(separatedBy: "HTTP/1.").dropFirst()
            #expect(answers.map { $0.dropFirst(2).prefix(3) } == ["200", "200", "200", "404", "200"])
            #expect(
                answers.map { $0.components(separatedBy: "\r\n\r\n").last ?? "" } == [
                    #"{"ms":300}"#, #"{"value":11}"#, #"{"value":12}"#, #"{"detail":"Not Found"}"#,
                    #"{"status":"healthy"}"#,
                ])
        }

        @Test("what two readers could understand differently is refused, and nothing after it is read")
        func malformed() throws {
            let requests = [
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x10\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length : 1\r\n\r\nx",
                "GET /health HTTP/1.1\r\n\r\n", "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /health HTTP/3.7\r\nHost: a\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}hello\r\n\r\n",
            ]
            for request in requests {
                let raw = try RawConnection(port: host.httpPort)
                raw.send(request + "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                let answer = try raw.receiveAll()
                #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(request): \(answer)")
                #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 2, "\(request): \(answer)")
            }
        }

        @Test("httpx posts, uploads, streams, keeps its connections and understands every answer")
        func strictClient() throws {
            let result = try Peer.run("http_contract.py", base)
            #expect(result.status == 0, "\(result.output)\(result.error)")
        }
    }
}
