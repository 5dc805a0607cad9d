import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Jobs that the clock makes.
    @Suite(.serialized) struct Schedules {
        private static func bindings(_ effects: EffectServer, _ more: String = "") -> String {
            """
                  - schedule:
                      { every: 1s, name: tick\(more), input: { url: "http://127.0.0.1:\(effects.port)/effect" } }
                    operation: worker.effect
            """
        }

        /// The times, in seconds since 1970, of the jobs that had an effect, in order of time.
        private static func times(_ effects: EffectServer) throws -> [Int] {
            try effects.effects.keys.map { id in
                let id = try #require(id.removingPercentEncoding)
                #expect(id.hasPrefix("worker/tick@"))
                let time = try #require(ISO8601DateFormatter().date(from: String(id.dropFirst("worker/tick@".count))))
                return Int(time.timeIntervalSince1970)
            }.sorted()
        }

        private static func isWithoutGap(_ times: [Int]) -> Bool {
            zip(times, times.dropFirst()).allSatisfy { $1 == $0 + 1 }
        }

        @Test func twoHostsOnOneStoreDoEachTimeOnceAndOneGoesOnAlone() throws {
            let effects = try EffectServer()
            let store = try TemporaryFolder()
            let shared = "  store: \"sqlite:\(store.path)/shared.db\""
            let hosts = try (0..<2).map { _ in try WorkerHost.make(Self.bindings(effects), host: shared) }
            for host in hosts { try host.start() }
            try hosts[0].wait("five times") { effects.effects.count >= 5 }
            hosts[0].kill()
            let killed = effects.effects.count
            try hosts[1].wait("three more times") { effects.effects.count >= killed + 3 }

            let times = try Self.times(effects)
            #expect(Self.isWithoutGap(times), "\(times)")
            #expect(effects.effects.values.allSatisfy { $0 == 1 }, "\(effects.effects)")
            let history = try hosts[1].jobs(in: "schedule:worker/tick").compactMap { $0["id"] as? String }
            #expect(Set(history).count == history.count)
            #expect(history.count >= times.count)
            hosts[1].finish()
        }

        @Test func timesThatPassedWhileNoHostRanAreMadeUp() throws {
            let effects = try EffectServer()
            let host = try WorkerHost.make(Self.bindings(effects, ", missed: all"))
            try host.start()
            try host.wait("the first time") { !effects.order.isEmpty }
            #expect(host.stop() == 0)
            let down = effects.effects.count
            usleep(3_100_000)  // three times pass
            #expect(effects.effects.count == down)
            try host.startAgain()
            try host.wait("what was missed") { effects.effects.count >= down + 4 }
            let times = try Self.times(effects)
            #expect(Self.isWithoutGap(times), "\(times)")
            #expect(effects.effects.values.allSatisfy { $0 == 1 })
            host.finish()
        }
    }
}
