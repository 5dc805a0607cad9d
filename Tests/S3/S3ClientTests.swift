import Foundation
import HostConfiguration
import HostServiceRequests
import HostThreads
import HostTransfers
import S3Peer
import Testing

@testable import HostS3

/// Against a server that answers as it is told.
@Suite struct S3ClientTests {
    private static let transfers = TransferLoop(name: "s3-script")

    private func settings(_ server: ScriptedServer) -> S3Settings { settings(port: server.port) }

    private func settings(port: Int) -> S3Settings {
        var settings = S3Settings(
            bucket: "exams", endpoint: "http://127.0.0.1:\(port)", accessKey: "AKIDEXAMPLE",
            secretKey: Secret("hush"))
        settings.sessionToken = Secret("whisper")
        settings.retry = RetryPolicy(attempts: 3, first: .milliseconds(10), most: .milliseconds(20))
        settings.timeout = .seconds(5)
        return settings
    }

    private func blobs(_ server: ScriptedServer, limit: Int = 1 << 20) -> S3Blobs {
        let clock = TestClock()
        return S3Blobs(settings(server), transfers: Self.transfers, limit: limit, now: { clock.now() })
    }

    private let get = #"{"key":"k"}"#
    private let fine = ScriptedServer.answer(200, "abc")

    @Test("what may succeed later is tried again, each attempt with a signature")
    func again() throws {
        for refusal in [
            ScriptedServer.refusal(503, "SlowDown"), ScriptedServer.answer(500, ""),
            ScriptedServer.answer(502, "<html>"),
            ScriptedServer.refusal(400, "RequestTimeout"), "", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        ] {
            let server = try ScriptedServer([refusal, refusal, fine])
            #expect(blobs(server).ask("blobs.get/1", get) == "{\"size\":3}\nabc", "\(refusal)")
            #expect(server.requests.count == 3)
            #expect(
                server.requests.allSatisfy { $0.contains("Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/") })
        }
    }

    @Test("attempts come to an end, and a put is whole in each")
    func exhausted() throws {
        let server = try ScriptedServer([ScriptedServer.refusal(503, "SlowDown")])
        let blobs = blobs(server)
        #expect(blobs.ask("blobs.put/1", "{\"key\":\"k\"}\ncontent") == "retry blobs.unreachable")
        #expect(server.requests.count == 3)
        #expect(server.requests.allSatisfy { $0.hasPrefix("PUT /exams/grading/") && $0.contains("Content-Length: 7") })
    }

    @Test("what is refused for good is asked once, and nothing secret is in the sentence")
    func refused() throws {
        for code in ["AccessDenied", "InvalidArgument", "RequestTimeTooSkewed", "NoSuchBucket", "PermanentRedirect"] {
            let server = try ScriptedServer([ScriptedServer.refusal(code == "NoSuchBucket" ? 404 : 403, code)])
            let said = blobs(server).complaint("blobs.get/1", get)
            #expect(server.requests.count == 1)
            #expect(!said.isEmpty)
            for secret in ["hush", "whisper", "secret words", "AKIDEXAMPLE", "Signature="] {
                #expect(!said.contains(secret))
            }
        }
    }

    @Test("an answer that is cut to the end is no blob")
    func cut() throws {
        let server = try ScriptedServer(["HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
        #expect(blobs(server).ask("blobs.get/1", get) == "retry blobs.unreachable")
    }

    @Test("an object that is larger than a blob may be is not taken")
    func large() throws {
        let server = try ScriptedServer([ScriptedServer.answer(200, String(repeating: "x", count: 2_000))])
        #expect(blobs(server, limit: 1_000).ask("blobs.get/1", get) == "reject blobs.too_large")
    }

    @Test("a list that is none is told, and not taken for an empty one")
    func garbage() throws {
        for body in ["", "<html>login</html>", "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"] {
            let server = try ScriptedServer([ScriptedServer.answer(200, body)])
            #expect(blobs(server).ask("blobs.list/1", #"{"prefix":""}"#) == "retry blobs.unreachable")
        }
    }

    @Test("a server that gives the same page again and again is told, and erasing comes to an end")
    func samePage() throws {
        let page = """
            <ListBucketResult><Contents><Key>grading/\(ObjectName.of("k"))</Key><Size>1</Size></Contents>\
            <IsTruncated>true</IsTruncated></ListBucketResult>
            """
        let found = ScriptedServer.answer(200, "")
        let server = try ScriptedServer([ScriptedServer.answer(200, page), found, ScriptedServer.answer(200, page)])
        let blobs = blobs(server)
        #expect(throws: ServiceRefusal.self) { try blobs.purge(tenant: "north") }
        #expect(server.requests.count == 3)
    }

    @Test("metadata that is no number or no text is passed over")
    func metadata() throws {
        let odd = "x-amz-meta-proctor-expires: soon\r\nx-amz-meta-proctor-media-type: %zz\r\n"
        let server = try ScriptedServer([ScriptedServer.answer(200, "abc", headers: odd)])
        #expect(blobs(server).ask("blobs.get/1", get) == "{\"size\":3}\nabc")
    }

    @Test("a job whose time is over does not wait for further attempts")
    func deadline() throws {
        let server = try ScriptedServer([ScriptedServer.answer(500, "")])
        var settings = settings(server)
        settings.retry = RetryPolicy(attempts: 100, first: .seconds(60), most: .seconds(60))
        let clock = TestClock()
        let blobs = S3Blobs(settings, transfers: Self.transfers, now: { clock.now() })
        let soon = MonotonicClock.now() + 5_000_000_000
        #expect(blobs.ask("blobs.get/1", get, caller(deadline: soon)) == "retry blobs.unreachable")
        #expect(server.requests.count == 1)
        #expect(blobs.ask("blobs.get/1", get, caller(deadline: 1)) == "retry blobs.unreachable")
        #expect(server.requests.count == 1)
    }

    @Test("turns are given in order and never to more than there may be")
    func turns() {
        let turns = RequestTurns(2, waiting: 10)
        let log = Guarded<[Int]>([])
        let places = (0..<5).map { number in turns.begin { log.withLock { $0.append(number) } } }
        #expect(places[0...1] == [.begun, .begun] && !places[2...].contains(.begun))
        #expect(log.withLock { $0 } == [0, 1])
        turns.end()
        #expect(log.withLock { $0 } == [0, 1, 2])
        for _ in 0..<4 { turns.end() }
        #expect(log.withLock { $0 } == [0, 1, 2, 3, 4])
        #expect(turns.begin { log.withLock { $0.append(5) } } == .begun)
        #expect(log.withLock { $0 }.last == 5)
    }

    @Test("the line is of so many and no more, and may be left")
    func line() {
        let turns = RequestTurns(1, waiting: 2)
        let log = Guarded<[Int]>([])
        let places = (0..<4).map { number in turns.begin { log.withLock { $0.append(number) } } }
        guard case .waiting(let second) = places[1], case .waiting = places[2] else {
            Issue.record("\(places)")
            return
        }
        #expect(places[0] == .begun && places[3] == .none)
        #expect(turns.leave(second) && !turns.leave(second))
        #expect(turns.begin { log.withLock { $0.append(4) } } != .none)
        for _ in 0..<3 { turns.end() }
        #expect(log.withLock { $0 } == [0, 2, 4])
    }

    @Test("a job whose time ends while it waits for its turn is answered then")
    func deadlineInLine() throws {
        let server = try SilentServer()
        var settings = settings(port: server.port)
        settings.timeout = .seconds(60)
        let clock = TestClock()
        let transfers = TransferLoop(name: "s3-silent")
        defer { transfers.stop() }
        let blobs = S3Blobs(settings, transfers: transfers, now: { clock.now() })
        let first = MonotonicClock.now() &+ Duration.seconds(30).nanoseconds
        for _ in 0..<64 {
            _ = blobs.begin(service: "blobs.get/1", request: Array(get.utf8), caller: caller(deadline: first)) { _ in }
        }
        let soon = MonotonicClock.now() &+ Duration.milliseconds(200).nanoseconds
        #expect(blobs.ask("blobs.get/1", get, caller(deadline: soon)) == "retry blobs.unreachable")
        #expect(MonotonicClock.now() < first)
    }

    @Test("an object is not looked into for a refusal's code, nor is more of a refusal than may be")
    func codes() {
        let document = Array("<Error><Code>SlowDown</Code></Error>".utf8)
        func code(_ status: Int, _ body: [UInt8]) -> String? {
            S3Client.code(of: TransferResponse(head: TransferHead(status: status, headers: []), body: body))
        }
        #expect(code(200, document) == nil && code(206, document) == nil)
        #expect(code(503, document) == "SlowDown")
        #expect(code(503, [UInt8](repeating: 0x20, count: 1 << 17) + document) == nil)
    }

    @Test("100,000 turns that end as they begin are no deep stack")
    func shortTurns() {
        let turns = RequestTurns(1, waiting: .max / 2)
        let count = Guarded(0)
        _ = turns.begin {}
        for _ in 0..<100_000 {
            _ = turns.begin {
                count.withLock { $0 += 1 }
                turns.end()
            }
        }
        #expect(count.withLock { $0 } == 0)
        turns.end()
        #expect(count.withLock { $0 } == 100_000)
    }
}
