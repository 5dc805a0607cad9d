import Foundation
import HostConfiguration
import NIOCore
import Testing

@testable import HostHTTP

extension Served {
    @Suite("Streams", .serialized) struct StreamTests {
        private func served() throws -> ServedSource {
            try ServedSource([
                .http("POST", "/stream", operation: "test.stream"), .http("POST", "/quiet", operation: "test.quiet"),
                .http("POST", "/break", operation: "test.break"), .http("POST", "/hold", operation: "test.hold"),
                .http("GET", "/stream", operation: "test.stream"),
            ])
        }

        private func send(_ client: RawClient, _ path: String, body: String = "{}", accept: String? = nil) throws {
            let accept = accept.map { "Accept: \($0)\r\n" } ?? ""
            try client.send(
                "POST \(path) HTTP/1.1\r\nHost: a\r\n\(accept)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }

        @Test("a stream of another media type is the pieces as they are")
        func raw() throws {
            let served = try served()
            defer { served.close() }
            let answer = try served.client().ask("POST", "/stream", body: "100 1000")
            #expect(answer["content-type"] == "text/csv" && answer.body.count == 100_000)
            #expect(answer["cache-control"] == "no-store")
        }

        @Test("pieces are events for one who accepts them")
        func events() throws {
            let served = try served()
            defer { served.close() }
            let answer = try served.client().ask(
                "POST", "/stream", body: "3 2", headers: [("Accept", "text/event-stream")])
            #expect(answer["content-type"] == "text/event-stream")
            #expect(answer.text == "data: xx\n\ndata: xx\n\ndata: xx\n\n")
        }

        @Test("an event's piece arrives at once, before the next is made")
        func immediate() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            try send(client, "/quiet")
            #expect(try client.line(endingWith: [13, 10, 13, 10]).hasPrefix("HTTP/1.1 200"))
            #expect(try client.chunk() == Array("data: first\n\n".utf8))
            served.plugin.release()
            #expect(try client.chunk() == Array("data: last\n\n".utf8))
            #expect(try client.chunk() == nil)
            #expect(try client.ask("GET", "/health").status == 200)
        }

        @Test("a raw stream that breaks ends without its last chunk")
        func broken() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            try send(client, "/break")
            _ = try client.line(endingWith: [13, 10, 13, 10])
            #expect(try client.chunk() == Array("first".utf8))
            #expect(client.isClosed)
            let events = try served.client()
            try send(events, "/break", accept: "text/event-stream")
            #expect(try events.answer().text.hasPrefix("data: first\n\nevent: error\ndata: {\"code\":"))
        }

        @Test("a client that does not read keeps the plugin waiting, and the memory small")
        func slowReader() throws {
            let served = try served()
            defer { served.close() }
            guard case .tcp(_, let port) = try served.address() else { return }
            let client = try RawClient(port: port, receiveBuffer: 16 << 10)
            let before = residentBytes()
            let total = 200 << 20
            try send(client, "/stream", body: "\(total / 65_536) 65536")
            _ = try client.line(endingWith: [13, 10, 13, 10])
            #expect(eventually { served.plugin.counts.busy > 0 })
            let taken = Shared(served.plugin.counts.emitted)
            // Reads little: the plugin goes on by as much, and is told to wait again and again.
            for _ in 0..<64 { _ = try client.take(1_024) }
            #expect(
                eventually {
                    let now = served.plugin.counts.emitted
                    defer { taken.change { $0 = now } }
                    return now == taken.value
                })
            #expect(served.plugin.counts.emitted < 200, "of \(total / 65_536) pieces")
            #expect(residentBytes() - before < 8 << 20, "the memory grew by \((residentBytes() - before) >> 10) KiB")
            let early = served.plugin.counts.busy
            for _ in 0..<400 { _ = try client.take(65_536) }
            #expect(served.plugin.counts.busy > early)
        }

        @Test("a fast reader gets all of a large stream")
        func fastReader() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            try send(client, "/stream", body: "800 65536")
            _ = try client.line(endingWith: [13, 10, 13, 10])
            var bytes = 0
            while let chunk = try client.chunk() { bytes += chunk.count }
            #expect(bytes == 800 * 65_536)
        }

        @Test("a client that goes cancels its job, streaming or not")
        func disconnect() throws {
            let served = try served()
            defer { served.close() }
            for (index, path) in ["/hold", "/stream"].enumerated() {
                var client: RawClient? = try served.client()
                try send(try #require(client), path, body: "1000000 65536")
                #expect(eventually { served.plugin.counts.taken == index + 1 })
                client = nil
                #expect(eventually { served.plugin.counts.cancelled == index + 1 })
            }
            #expect(eventually { served.openJobs == 0 })
        }

        @Test("HEAD of a stream is its head, and ends the job")
        func head() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            try client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 13\r\n\r\n1000000 65536")
            let head = try client.answer(to: "HEAD")
            #expect(head.status == 200 && head["connection"] == "close")
            #expect(client.isClosed)
            #expect(eventually { served.openJobs == 0 })
        }

        /// This process's memory, in bytes.
        private func residentBytes() -> Int {
            let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
            return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
                * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
    }
}
