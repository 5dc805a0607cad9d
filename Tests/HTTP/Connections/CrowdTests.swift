import Glibc
import HostConfiguration
import Testing

@testable import HostHTTP

extension Served {
    @Suite("A crowd of clients", .serialized) struct CrowdTests {
        /// Silent keep-alive connections, and heads that trickle, beside one client that works.
        @Test("2,000 idle connections and 200 slow heads do not keep a client from being served")
        func crowd() throws {
            let (idleCount, slowCount) = (2_000, 200)
            try #require(raiseFileLimit(to: rlim_t(2 * (idleCount + slowCount) + 1_000)))
            let served = try ServedSource(
                [.http("POST", "/echo")],
                listeners: [
                    .loopback {
                        $0.readTimeout = .seconds(2)
                        $0.connections = 4_000
                    }
                ])
            defer { served.close() }
            let idle = try (0..<idleCount).map { _ in try served.client() }
            for client in idle { try client.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n") }
            for client in idle { #expect(try client.answer().status == 200) }
            let slow = try (0..<slowCount).map { _ in try served.client() }
            for client in slow { try client.send("GET /health HTTP/1.1\r\nX-Slow: ") }

            let worker = try served.client()
            for round in 0..<200 {
                #expect(try worker.ask("POST", "/echo", body: "x").status == 200)
                for client in slow.dropFirst(round % slowCount).prefix(5) { try? client.send("x") }
            }
            for client in slow { #expect(try client.answer().status == 408) }
            for client in idle.prefix(20) { #expect(try client.ask("POST", "/echo", body: "x").status == 200) }
        }

        private func raiseFileLimit(to count: rlim_t) -> Bool {
            let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            var limit = rlimit()
            guard getrlimit(files, &limit) == 0 else { return false }
            guard limit.rlim_cur < count else { return true }
            limit.rlim_cur = count
            limit.rlim_max = max(limit.rlim_max, count)
            return setrlimit(files, &limit) == 0
        }
    }
}
