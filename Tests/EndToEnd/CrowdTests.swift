import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Many connections that do nothing, or next to nothing, beside clients that work.
    @Suite(.serialized) struct Crowds {
        private static let readTimeout = 1.0
        private static let idleTimeout = 6.0
        /// What a busy machine may add to a timeout, in seconds.
        private static let slack = 20.0

        private struct Watched {
            let connection: RawConnection
            /// A moment before the timeout begins to run.
            let since: ContinuousClock.Instant
            /// Seconds from then until the host closed.
            var closedAfter: Double?

            mutating func look() {
                guard closedAfter == nil else { return }
                connection.look()
                if !connection.isOpen { closedAfter = (ContinuousClock.now - since) / .seconds(1) }
            }
        }

        private func host() throws -> HostUnderTest {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Curve"), "libCurve.so")],
                file: """
                    version: 1
                    host:
                      http:
                        listen: 127.0.0.1:0
                        read_timeout: \(Int(Self.readTimeout))s
                        idle_timeout: \(Int(Self.idleTimeout))s
                      admin: { listen: 127.0.0.1:0 }
                    processors:
                      curve: { plugin: curve }
                    """)
            try host.start()
            return host
        }

        @Test("2,000 idle and 200 slow connections: others are served well, the slow are closed, the idle may stay")
        func crowd() throws {
            try #require(OpenFileLimit.raise(to: 4_000))
            let host = try host()
            var nobody: [Watched] = []
            let alone = try serve(host, beside: &nobody)
            let memory = try #require(ProcessFacts.residentMemory(of: host.pid))

            var idle = try idle(2_000, at: host)
            #expect(ProcessFacts.sockets(of: host.pid) > 2_000)
            var slow = try slow(200, at: host)
            let growth = try #require(ProcessFacts.residentMemory(of: host.pid)) - memory
            #expect(growth < 64 << 20, "2,200 connections took \(growth >> 10) KiB")

            let beside = try serve(host, beside: &slow)
            // A machine that is busy with other things is slow without the crowd too.
            let bound = max(0.1, 4 * late(alone))
            #expect(late(beside) < bound, "alone \(alone.suffix(5)), beside the crowd \(beside.suffix(5))")
            expectClosed(slow, after: Self.readTimeout)
            #expect(slow.allSatisfy { $0.connection.text.hasPrefix("HTTP/1.1 408 ") })

            let end = ContinuousClock.now + .seconds(Self.idleTimeout + Self.slack)
            while idle.contains(where: { $0.closedAfter == nil }), ContinuousClock.now < end {
                for index in idle.indices { idle[index].look() }
                usleep(20_000)
            }
            expectClosed(idle, after: Self.idleTimeout)
            #expect(try host.client().post("/curve", json: #"{"raw": 50}"#).status == 200)
        }

        private func expectClosed(
            _ connections: [Watched], after timeout: Double, sourceLocation: SourceLocation = #_sourceLocation
        ) {
            let times = connections.map { $0.closedAfter ?? .infinity }
            #expect(times.min() ?? 0 >= timeout, sourceLocation: sourceLocation)
            #expect(times.max() ?? 0 < timeout + Self.slack, sourceLocation: sourceLocation)
        }

        /// Connections whose one request has been answered.
        private func idle(_ count: Int, at host: HostUnderTest) throws -> [Watched] {
            let since = ContinuousClock.now
            let connections = try (0..<count).map { _ in try RawConnection(port: host.httpPort) }
            for connection in connections { connection.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n") }
            for connection in connections { try connection.receive(until: #"{"status":"healthy"}"#) }
            return connections.map { Watched(connection: $0, since: since) }
        }

        /// One half with a head that does not end, the other with a body that does not.
        private func slow(_ count: Int, at host: HostUnderTest) throws -> [Watched] {
            try (0..<count).map { number in
                let since = ContinuousClock.now
                let connection = try RawConnection(port: host.httpPort)
                let head = "POST /curve HTTP/1.1\r\nHost: a\r\n"
                connection.send(head + (number % 2 == 0 ? "X-Slow: " : "Content-Length: 1000\r\n\r\n"))
                return Watched(connection: connection, since: since)
            }
        }

        /// Asks 300 times, and on until the last of the slow is gone: on a kept connection and now and then on a new
        /// one. The slow send one byte ten times a second.
        ///
        /// - Returns: what the answers took, in seconds, sorted.
        private func serve(_ host: HostUnderTest, beside slow: inout [Watched]) throws -> [Double] {
            var latencies: [Double] = []
            var failures: [Int] = []
            let kept = try host.client()
            let end = ContinuousClock.now + .seconds(Self.readTimeout + Self.slack)
            var trickle = ContinuousClock.now
            while latencies.count < 300 || slow.contains(where: { $0.closedAfter == nil }), ContinuousClock.now < end {
                let begin = ContinuousClock.now
                let client = latencies.count % 8 == 0 ? try host.client() : kept
                let status = try client.post("/curve", json: #"{"raw": 50}"#).status
                if status != 200 { failures.append(status) }
                latencies.append((ContinuousClock.now - begin) / .seconds(1))
                guard ContinuousClock.now >= trickle else { continue }
                trickle += .milliseconds(100)
                for index in slow.indices {
                    slow[index].look()
                    if slow[index].closedAfter == nil { slow[index].connection.send("a") }
                }
            }
            #expect(failures == [])
            return latencies.sorted()
        }

        /// The 99th percentile.
        private func late(_ sorted: [Double]) -> Double { sorted[sorted.count * 99 / 100] }
    }
}
