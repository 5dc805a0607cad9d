import HostThreads
import HostTransfers
import ScriptedServer
import Synchronization
import Testing

@Suite("Streamed transfers", .serialized)
struct StreamTests {
    @Test("head and pieces come as the server sends them, and one end")
    func pieces() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let next = Gate()
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            try connection.answerChunked()
            try connection.chunk("one")
            next.wait()
            try connection.chunk("two")
            try connection.endChunks()
        }
        defer { server.stop() }
        let reader = Reader()
        _ = loop.stream(TransferRequest(method: "GET", url: server.url), to: reader)
        #expect(reader.wait { $0.text == "one" })
        #expect(reader.head?.status == 200)
        next.open()
        #expect(try reader.waitForEnd() == nil)
        #expect(reader.text == "onetwo")
        #expect(reader.ends.count == 1)
    }

    @Test("a reader that holds the stream holds the socket, and gets every byte later")
    func held() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let total = 64 << 20
        let sent = Atomic<Int>(0)
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let block = [UInt8](repeating: 7, count: 64 << 10)
            while sent.load(ordering: .relaxed) < total {
                try connection.send(block)
                sent.add(block.count, ordering: .relaxed)
            }
        }
        defer { server.stop() }
        let reader = Reader(holds: true)
        var request = TransferRequest(method: "GET", url: server.url)
        // Held for longer than this, and no time-out: a stream that its reader holds is not idle.
        request.idleTimeout = .milliseconds(100)
        let transfer = loop.stream(request, to: reader)
        #expect(reader.wait { $0.pieces == 1 })
        let probe = Outcome<Void>()
        loop.after(.milliseconds(400)) { probe.set(()) }
        _ = try probe.wait()
        #expect(reader.pieces == 1)
        // What the kernel's buffers on both sides take, and no more.
        #expect(sent.load(ordering: .relaxed) < 32 << 20)
        while reader.ends.isEmpty {
            let pieces = reader.pieces
            transfer.resume()
            #expect(reader.wait { $0.pieces > pieces || !$0.ends.isEmpty })
        }
        #expect(try reader.waitForEnd() == nil)
        #expect(reader.bytes == total)
    }

    @Test("a stream that stops is given up after the idle time, one that goes on is not")
    func idle() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            try connection.answerChunked()
            for _ in 0..<6 {
                try connection.chunk("x")
                _ = Gate().wait(.milliseconds(60))
            }
            connection.waitForEnd()
        }
        defer { server.stop() }
        let reader = Reader()
        var request = TransferRequest(method: "GET", url: server.url)
        request.idleTimeout = .milliseconds(200)
        _ = loop.stream(request, to: reader)
        #expect(try reader.waitForEnd()?.reason == .idleTimeout)
        #expect(reader.text == "xxxxxx")
    }

    @Test("an answer that is cut in its middle is broken")
    func cut() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            try connection.answerChunked()
            try connection.chunk("half")
        }
        defer { server.stop() }
        let reader = Reader()
        _ = loop.stream(TransferRequest(method: "GET", url: server.url), to: reader)
        #expect(try reader.waitForEnd()?.reason == .broken)
        #expect(reader.text == "half")
    }

    @Test("a stream can be cancelled before its head, between pieces and while it is held", arguments: 0..<3)
    func cancelled(state: Int) throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let arrived = Gate()
        let server = try ScriptedServer { connection in
            _ = try connection.request()
            if state > 0 {
                try connection.answerChunked()
                try connection.chunk("one")
            }
            arrived.open()
            connection.waitForEnd()
        }
        defer { server.stop() }
        let reader = Reader(holds: state == 2)
        let transfer = loop.stream(TransferRequest(method: "GET", url: server.url), to: reader)
        arrived.wait()
        if state > 0 { #expect(reader.wait { $0.pieces == 1 }) }
        transfer.cancel()
        transfer.cancel()
        #expect(try reader.waitForEnd()?.reason == .cancelled)
        transfer.resume()
        #expect(reader.ends.count == 1)
    }
}
