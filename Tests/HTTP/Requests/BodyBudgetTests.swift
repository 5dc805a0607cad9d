import Glibc
import HostConfiguration
import Logging
import Testing

@testable import HostHTTP

@Suite("Budget of bodies") struct BodyBudgetTests {
    @Test(
        "there is room for 16 of the largest bodies, and for 256 MiB",
        arguments: [(20 << 20, 320 << 20), (1 << 10, 256 << 20), (Int.max, Int.max)])
    func size(bodyLimit: Int, expected: Int) {
        let budget = BodyBudget(bodyLimit: bodyLimit)
        let share = budget.share()
        #expect(share.take(expected))
        #expect(!share.take(1))
        #expect(budget.held == expected)
    }

    @Test("what a request holds is given back with it, and what was refused is not held")
    func givenBack() {
        let budget = BodyBudget(limit: 100)
        do {
            let share = budget.share()
            #expect(share.take(60))
            #expect(!budget.share().take(41))
            #expect(budget.share().take(40))
            #expect(share.take(40))
            #expect(budget.held == 100)
        }
        #expect(budget.held == 0)
    }
}

extension Served {
    /// Clients who have yet to prove who they are.
    @Suite("Bodies of a listener together", .serialized) struct BodiesTogetherTests {
        private func head(_ length: Int) -> String {
            "POST / HTTP/1.1\r\nHost: a\r\nX-Signature: \(String(repeating: "0", count: 64))\r\n"
                + "X-Timestamp: \(time(nil))\r\nContent-Length: \(length)\r\n\r\n"
        }

        @Test("the bodies of jobs that are done make room for others, however many come")
        func jobs() throws {
            let served = try ServedSource([.http("POST", "/wait", operation: "test.wait")])
            defer { served.close() }
            served.plugin.release()
            let client = try served.client()
            let body = [UInt8](repeating: UInt8(ascii: "x"), count: 20 << 20)
            // More than 16 of the largest would be refused if they added up.
            for _ in 0..<18 {
                try client.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n")
                try client.send(body)
                #expect(try client.answer().status == 200)
            }
        }

        @Test("bodies that nobody has vouched for hold no more than the budget, and make room when they end")
        func bounded() throws {
            let settings = ListenerSettings.loopback {
                var authentication = AuthenticationSettings()
                authentication.signature = AuthenticationSettings.Signature(secret: Secret("internal"))
                $0.authentication = authentication
            }
            let budget = BodyBudget(limit: 100_000)
            let address = Shared<ListenerSettings.Address?>(nil)
            let listener = HTTPListener(
                settings: settings, jobs: nil, plain: { _, _ in nil }, group: nil, connections: 64,
                memories: SignatureMemories(), bodies: budget,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                bound: { bound in address.change { $0 = bound.address } })
            listener.start { _ in }
            defer { listener.stop(within: .seconds(5)) }
            #expect(eventually { address.value != nil })
            guard case .tcp(_, let port) = address.value else { return }

            let first = try RawClient(port: port)
            try first.send(head(80_000) + String(repeating: "x", count: 70_000))
            #expect(eventually { budget.held == 70_000 })
            let second = try RawClient(port: port)
            try second.send(head(80_000) + String(repeating: "x", count: 40_000))
            let refused = try second.answer()
            #expect(refused.status == 503 && refused["retry-after"] == "5" && refused["connection"] == "close")
            #expect(second.isClosed)

            try first.send(String(repeating: "x", count: 10_000))
            #expect(try first.answer().status == 401)
            #expect(eventually { budget.held == 0 })
            let third = try RawClient(port: port)
            try third.send(head(80_000) + String(repeating: "x", count: 80_000))
            #expect(try third.answer().status == 401)
        }
    }
}
