import HostConfiguration
import HostThreads
import ScriptedServer
import Synchronization
import Testing

@testable import HostUpstreams

@Suite("Times of reads")
struct ReadTimeTests {
    /// A server that sends `pieces`, each when its gate is opened.
    private func opened(_ pieces: [String], _ gates: [Gate]) throws -> Bench {
        let bench = try Bench { connection in
            _ = try connection.request()
            try connection.answerChunked()
            for (piece, gate) in zip(pieces, gates) {
                gate.wait()
                try connection.chunk(piece)
            }
            try connection.endChunks()
            connection.waitForEnd()
        }
        #expect(try bench.begin("http.open/1", Bench.line()).wait().http == 200)
        return bench
    }

    @Test("a read whose time is over is told so, and the piece comes to the next one", arguments: [0, 20])
    func over(milliseconds: Int) throws {
        let gate = Gate()
        let bench = try opened(["late"], [gate])
        defer { bench.stop() }
        for _ in 0..<2 {
            let reply = try bench.read(within: milliseconds).wait()
            #expect((reply.status, reply.code) == (.retry, "upstream.read_timeout"))
            #expect(reply.message.hasPrefix("upstream backend: "))
        }
        #expect(bench.value("proctor_upstream_in_flight") == 1)
        let next = bench.read(within: 20_000)
        gate.open()
        #expect(try next.wait().text == "late")
        #expect(try bench.read(within: 20_000).wait().payload == [])
        #expect(bench.value("proctor_upstream_in_flight") == 0)
    }

    @Test("what is there already is read, however short the time")
    func there() throws {
        let gate = Gate()
        gate.open()
        let bench = try opened(["early"], [gate])
        defer { bench.stop() }
        var reply = try bench.read(within: 0).wait()
        while reply.code == "upstream.read_timeout" { reply = try bench.read(within: 0).wait() }
        #expect(reply.text == "early")
    }

    @Test("the time of a read that was answered ends no later one")
    func stale() throws {
        let gates = [Gate(), Gate()]
        let bench = try opened(["one", "two"], gates)
        defer { bench.stop() }
        let first = bench.read(within: 100)
        gates[0].open()
        #expect(try first.wait().text == "one")
        let second = bench.read()
        let pause = Gate()
        bench.loop.after(.milliseconds(200)) { pause.open() }
        pause.wait()
        #expect(!second.isThere)
        gates[1].open()
        #expect(try second.wait().text == "two")
    }

    @Test("pieces that come as the time ends are neither lost nor given twice")
    func race() throws {
        let total = 400
        let bench = try Bench { connection in
            _ = try connection.request()
            try connection.answerChunked()
            let pause = Gate()
            for number in 0..<total {
                // Around the millisecond that a read waits, a little before it and a little after.
                _ = pause.wait(.microseconds(900 + number % 40 * 10))
                try connection.chunk("\(number),")
            }
            try connection.endChunks()
            connection.waitForEnd()
        }
        defer { bench.stop() }
        #expect(try bench.begin("http.open/1", Bench.line()).wait().http == 200)
        var text = ""
        var timeouts = 0
        let answers = Atomic<Int>(0)
        var reads = 0
        while true {
            reads += 1
            let outcome = Outcome<Reply>()
            _ = bench.service.begin(
                service: "http.read/1", request: Array(#"{"exchange":1,"timeout_ms":1}"#.utf8), caller: Bench.caller()
            ) {
                answers.add(1, ordering: .relaxed)
                outcome.set(Reply($0))
            }
            let reply = try outcome.wait()
            if reply.code == "upstream.read_timeout" {
                timeouts += 1
                continue
            }
            try #require(reply.status == .ok)
            if reply.payload.isEmpty { break }
            text += reply.text
        }
        #expect(text == (0..<total).map { "\($0)," }.joined())
        #expect(timeouts > 0)
        #expect(answers.load(ordering: .relaxed) == reads)
    }

    @Test("a read that waits for its time is ended once, whoever ends it", arguments: ["close", "generation", "host"])
    func ended(by what: String) throws {
        let bench = try opened(["never"], [Gate()])
        defer { bench.stop() }
        let answers = Atomic<Int>(0)
        let outcome = Outcome<Reply>()
        _ = bench.service.begin(
            service: "http.read/1", request: Array(#"{"exchange":1,"timeout_ms":100}"#.utf8), caller: Bench.caller()
        ) {
            answers.add(1, ordering: .relaxed)
            outcome.set(Reply($0))
        }
        switch what {
        case "close": _ = try bench.close()
        case "generation": bench.service.end(generation: 1, of: "p")
        default: bench.loop.stop()
        }
        let reply = try outcome.wait()
        #expect((reply.status, reply.code) == (.cancelled, "upstream.cancelled"))
        let pause = Gate()
        bench.loop.after(.milliseconds(150)) { pause.open() }
        pause.wait()
        #expect(answers.load(ordering: .relaxed) == 1)
    }

    @Test("a stream's failure comes before the read's time")
    func cut() throws {
        let gone = Gate()
        let bench = try Bench { connection in
            _ = try connection.request()
            try connection.answerChunked()
            gone.wait()
        }
        defer { bench.stop() }
        _ = try bench.begin("http.open/1", Bench.line()).wait()
        let read = bench.read(within: 20_000)
        gone.open()
        #expect(try read.wait().code == "upstream.broken")
    }

    @Test(
        "a time that is none is refused, and the stream can still be read", arguments: ["-1", "\"1\"", "0.5", "1e300"])
    func noTime(milliseconds: String) throws {
        let gate = Gate()
        let bench = try opened(["x"], [gate])
        defer { bench.stop() }
        let refused = try bench.begin("http.read/1", "{\"exchange\":1,\"timeout_ms\":\(milliseconds)}").wait()
        #expect(refused.code == "service.bad_request")
        gate.open()
        #expect(try bench.read(within: 20_000).wait().text == "x")
    }
}
