import HostConfiguration
import HostDispatch
import HostThreads
import ScriptedServer
import Synchronization
import Testing

@testable import HostUpstreams

@Suite("Exchanges")
struct ExchangeTests {
    /// Sends `pieces` as chunks, each when the gate of its number is opened.
    private func streaming(_ pieces: [String], _ gates: [Gate]) -> ScriptedServer.Script {
        { connection in
            _ = try connection.request()
            try connection.answerChunked()
            for (piece, gate) in zip(pieces, gates) {
                gate.wait()
                try connection.chunk(piece)
            }
            try connection.endChunks()
            connection.waitForEnd()
        }
    }

    @Test("a stream is opened with its head, read piece by piece, and ends with an empty read")
    func stream() throws {
        let gates = [Gate(), Gate()]
        let bench = try Bench(script: streaming(["one", "two"], gates))
        defer { bench.stop() }
        let head = try bench.begin("http.open/1", Bench.line()).wait()
        #expect(head.http == 200)
        #expect(head.body == "")
        let first = bench.read()
        gates[0].open()
        #expect(try first.wait().text == "one")
        let second = bench.read()
        #expect(!second.isThere)
        gates[1].open()
        #expect(try second.wait().text == "two")
        let end = try bench.read().wait()
        #expect(end.status == .ok && end.payload.isEmpty)
        #expect(try bench.read().wait().code == "upstream.bad_request")
        #expect(bench.value("proctor_upstream_in_flight") == 0)
    }

    @Test("a stream that is cut gives what came, then the failure, and is not sent again")
    func cut() throws {
        let bench = try Bench { connection in
            _ = try connection.request()
            try connection.answerChunked()
            try connection.chunk("half")
        }
        defer { bench.stop() }
        #expect(try bench.begin("http.open/1", Bench.line()).wait().http == 200)
        #expect(try bench.read().wait().text == "half")
        let end = try bench.read().wait()
        #expect((end.status, end.code) == (.retry, "upstream.broken"))
        #expect(bench.server.connections == 1)
    }

    @Test("before its head was handed on, a stream is sent again like any request")
    func openAgain() throws {
        let count = Atomic<Int>(0)
        let bench = try Bench { connection in
            while try connection.request() != nil {
                let isFirst = count.add(1, ordering: .relaxed).newValue == 1
                try connection.answer(isFirst ? 503 : 200, isFirst ? "not this" : "this")
            }
        }
        defer { bench.stop() }
        #expect(try bench.begin("http.open/1", Bench.line()).wait().http == 200)
        #expect(try bench.read().wait().text == "this")
        #expect(try bench.read().wait().payload == [])
    }

    @Test("an exchange belongs to its processor and generation")
    func strangers() throws {
        let gate = Gate()
        let bench = try Bench(script: streaming(["secret"], [gate]))
        defer { bench.stop() }
        _ = try bench.begin("http.open/1", Bench.line()).wait()
        gate.open()
        for stranger in [Bench.caller(processor: "q"), Bench.caller(generation: 2)] {
            #expect(try bench.read(caller: stranger).wait().code == "upstream.bad_request")
            #expect(try bench.close(caller: stranger).text == "{}")
        }
        #expect(try bench.read().wait().text == "secret")
    }

    @Test("a number is used by one exchange at a time, and a stream read by one reader")
    func numbers() throws {
        let gate = Gate()
        let bench = try Bench(script: streaming(["x"], [gate]))
        defer { bench.stop() }
        _ = try bench.begin("http.open/1", Bench.line()).wait()
        #expect(try bench.send(Bench.line()).code == "upstream.bad_request")
        let first = bench.read()
        #expect(try bench.read().wait().code == "upstream.bad_request")
        gate.open()
        #expect(try first.wait().text == "x")
    }

    @Test("closing cancels a send, an open and a read wherever they are", arguments: ["send", "open", "read"])
    func close(what: String) throws {
        let arrived = Gate()
        let gone = Gate()
        let bench = try Bench { connection in
            _ = try connection.request()
            if what == "read" { try connection.answerChunked() }
            arrived.open()
            connection.waitForEnd()
            gone.open()
        }
        defer { bench.stop() }
        let pending: Outcome<Reply>
        if what == "read" {
            _ = try bench.begin("http.open/1", Bench.line()).wait()
            pending = bench.read()
        } else {
            pending = bench.begin("http.\(what)/1", Bench.line())
        }
        arrived.wait()
        #expect(try bench.close().text == "{}")
        let reply = try pending.wait()
        #expect((reply.status, reply.code) == (.cancelled, "upstream.cancelled"))
        #expect(gone.wait(.seconds(10)))
        #expect(try bench.close().text == "{}")
        #expect(bench.value("proctor_upstream_in_flight") == 0)
    }

    @Test("closing ends a wait between attempts and a wait for a turn", arguments: [true, false])
    func closeWaiting(isBetweenAttempts: Bool) throws {
        let arrived = Gate()
        let bench = try Bench({
            $0.concurrency = 1
            $0.retry = RetryPolicy(attempts: 3, first: .seconds(60), most: .seconds(60))
        }) { connection in
            _ = try connection.request()
            if isBetweenAttempts { try connection.answer(503) }
            arrived.open()
            connection.waitForEnd()
        }
        defer { bench.stop() }
        let first = bench.begin("http.send/1", Bench.line(1))
        arrived.wait()
        let second = bench.begin("http.send/1", Bench.line(2))
        let closed = isBetweenAttempts ? first : second
        _ = try bench.close(isBetweenAttempts ? 1 : 2)
        #expect(try closed.wait().code == "upstream.cancelled")
    }

    @Test("a slow reader holds the server: what is not read stays out of the host's memory")
    func backPressure() throws {
        let sent = Atomic<Int>(0)
        let total = 64 << 20
        let bench = try Bench { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let block = [UInt8](repeating: 1, count: 64 << 10)
            while sent.load(ordering: .relaxed) < total {
                try connection.send(block)
                sent.add(block.count, ordering: .relaxed)
            }
        }
        defer { bench.stop() }
        _ = try bench.begin("http.open/1", Bench.line()).wait()
        let pause = Gate()
        bench.loop.after(.milliseconds(300)) { pause.open() }
        pause.wait()
        // The kernel's buffers and the host's own 256 KiB.
        #expect(sent.load(ordering: .relaxed) < 32 << 20)
        var read = 0
        while true {
            let piece = try bench.read().wait()
            #expect(piece.status == .ok)
            #expect(piece.payload.count <= 256 << 10)
            if piece.payload.isEmpty { break }
            read += piece.payload.count
        }
        #expect(read == total)
    }

    @Test("a stream that nobody reads ends with its time, and frees its place")
    func unread() throws {
        let bench = try Bench({
            $0.concurrency = 1
            $0.totalTimeout = .milliseconds(150)
        }) { connection in
            while try connection.request() != nil {
                try connection.answerChunked()
                while true { try connection.chunk(String(repeating: "x", count: 4_096)) }
            }
        }
        defer { bench.stop() }
        #expect(try bench.begin("http.open/1", Bench.line(1)).wait().http == 200)
        let pause = Gate()
        bench.loop.after(.milliseconds(200)) { pause.open() }
        pause.wait()
        #expect(bench.value("proctor_upstream_in_flight") == 0)
        #expect(try bench.begin("http.open/1", Bench.line(2)).wait().http == 200)
        var last = try bench.read(1).wait()
        while last.status == .ok, !last.payload.isEmpty { last = try bench.read(1).wait() }
        #expect((last.status, last.code) == (.retry, "upstream.timeout"))
    }

    @Test("when a generation ends its exchanges are closed, and no others")
    func generationEnds() throws {
        let bench = try Bench { connection in
            _ = try connection.request()
            connection.waitForEnd()
        }
        defer { bench.stop() }
        let old = bench.begin("http.send/1", Bench.line(), caller: Bench.caller(generation: 1))
        let new = bench.begin("http.send/1", Bench.line(), caller: Bench.caller(generation: 2))
        bench.service.end(generation: 1, of: "p")
        #expect(try old.wait().code == "upstream.cancelled")
        #expect(!new.isThere)
    }

    @Test("when the host ends, everything under way is cancelled, and later requests too")
    func stopped() throws {
        let arrived = Gate()
        let bench = try Bench({ $0.concurrency = 1 }) { connection in
            _ = try connection.request()
            arrived.open()
            connection.waitForEnd()
        }
        let all = (1...5).map { bench.begin("http.send/1", Bench.line($0)) }
        arrived.wait()
        bench.loop.stop()
        for outcome in all { #expect(try outcome.wait().status == .cancelled) }
        #expect(try bench.send(Bench.line(6)).status == .cancelled)
        bench.server.stop()
    }
}
