import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// A reader's pace is the plugin's pace.
    @Suite(.serialized) struct Streams {
        private static let size = 200 << 20
        /// Whole alphabets, so that the stream is one alphabet after the other from its first to its last byte.
        private static let piece = 26 * 2_520

        private func host() throws -> HostUnderTest {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.fixture("worker", "Worker"), "libWorker.so")],
                processors: "  worker: { plugin: worker, limits: { concurrency: 4, timeout: 60s } }")
            try host.start()
            return host
        }

        private var order: String { #"{"bytes": \#(Self.size), "piece": \#(Self.piece)}"# }

        /// Reads the whole stream as fast as it comes, and compares every byte.
        private func readQuickly(_ host: HostUnderTest) throws -> CommandResult {
            let script = #"""
                set -o pipefail
                curl -q -sS --noproxy '*' --max-time 60 "http://127.0.0.1:$1/stream" -d "$2" |
                    cmp - <(yes abcdefghijklmnopqrstuvwxyz | tr -d '\n' | head -c "$3")
                """#
            return try CommandResult.run(
                "/bin/bash", ["-c", script, "bash", String(host.httpPort), order, String(Self.size)])
        }

        /// How often the plugin heard that a stream is full, waits that last not counted.
        private func busy(_ host: HostUnderTest) throws -> Double {
            try host.metric(#"worker_busy_total{processor="worker"}"#) ?? 0
        }

        @Test("a reader of 1 KiB/s holds 200 MiB back in the plugin, not in the host's memory, while others get theirs")
        func slowReader() throws {
            let host = try host()
            let warm = try readQuickly(host)
            #expect(warm.status == 0, "\(warm.output)\(warm.error)")
            let before = try #require(ProcessFacts.residentMemory(of: host.pid))
            let sockets = ProcessFacts.sockets(of: host.pid)

            var most = before
            var busy = 0.0
            do {
                let slow = try RawConnection(port: host.httpPort)
                slow.send("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: \(order.utf8.count)\r\n\r\n\(order)")
                for second in 0..<4 {
                    #expect(try slow.receive(atMost: 1_024) > 0)
                    if second == 2 {
                        let quick = try readQuickly(host)
                        #expect(quick.status == 0, "\(quick.output)\(quick.error)")
                    }
                    let end = ContinuousClock.now + .seconds(1)
                    while ContinuousClock.now < end {
                        most = max(most, try #require(ProcessFacts.residentMemory(of: host.pid)))
                        usleep(20_000)
                    }
                }
                #expect(try host.load(of: "worker").running == 1)
                busy = try self.busy(host)
            }
            #expect(most - before < 8 << 20, "the host grew by \((most - before) >> 10) KiB")
            try host.wait("the job to be cancelled", seconds: 5) { try host.load(of: "worker").running == 0 }
            let cancelled = #"{operation="worker.stream",processor="worker",source="http",status="cancelled"}"#
            #expect(try host.metric("proctor_jobs_total" + cancelled) == 1)
            // The wait that the reader's leaving ended.
            #expect(try self.busy(host) > busy)
            try host.wait("the connection to be given back", seconds: 5) {
                ProcessFacts.sockets(of: host.pid) <= sockets
            }
        }

        @Test("server-sent events reach curl one by one, as they are made")
        func events() throws {
            let host = try host()
            let answer = try Curl.ask(
                "http://127.0.0.1:\(host.httpPort)/tokens", "-N", "-H", "Accept: text/event-stream", "-d",
                #"{"count": 4, "interval_ms": 300}"#)
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "text/event-stream")
            #expect(
                answer.body == (0..<4).map { "data: {\"token\":\"token \($0) \"}\n\n" }.joined(), "\(answer.error)")
            // The first came when it was made, and not with the last.
            #expect(answer.firstByte < answer.total - 0.8)
        }
    }
}
