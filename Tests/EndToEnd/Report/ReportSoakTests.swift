import Foundation
import Loopback
import Synchronization
import Testing

extension EndToEnd {
    /// Thousands of reports by one host: its memory stays, and so do the bytes.
    @Suite(.serialized) struct ReportSoak {
        /// Reports in all; five thousand for `make soak`.
        private static let count = ProcessInfo.processInfo.environment["PROCTOR_SOAK"] == "full" ? 5_000 : 200
        private static let clients = 2
        /// What the first reports leave behind is caches: fonts, glyphs, lanes, the allocator's own.
        private static let warmUp = 60
        /// A page of pixels has 14 MB; a leak of one report in a hundred would show in the full count alone.
        private static let growth = 24 << 20

        private static let samples = ["ordinary", "second-page", "pass-fail", "english", "sixty-questions"]

        /// Which sample is drawn, and how: now and then a document.
        private static func request(_ number: Int) -> String {
            let format = number % 20 < 18 ? "jpeg" : "pdf"
            let sample = samples[number % samples.count]
            return #"{"template": "exam-report", "sample": "\#(sample)", "format": "\#(format)"}"#
        }

        private struct State {
            var started = 0
            var ended = 0
            /// What each request was answered with at its first time.
            var first: [String: [UInt8]] = [:]
            var wrong: [String] = []
            /// Of the host, after each fiftieth report.
            var memory: [Int] = []
        }

        @Test("memory stays flat, and the same data gives the same bytes, whoever asks and whatever was drawn between")
        func soak() throws {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Report"), "libReport.so")], processors: "  report: { plugin: report }")
            try host.start()
            let state = Mutex(State())
            let port = host.httpPort
            let pid = host.pid
            let ended = DispatchSemaphore(value: 0)
            for _ in 0..<Self.clients {
                Thread {
                    Self.draw(port: port, host: pid, state)
                    ended.signal()
                }.start()
            }
            for _ in 0..<Self.clients { ended.wait() }

            let seen = state.withLock { $0 }
            #expect(seen.wrong.isEmpty, "\(seen.wrong.prefix(3))\n\(host.log)")
            #expect(seen.ended == Self.count && Set(seen.first.values).count == Set((0..<20).map(Self.request)).count)
            let warm = try #require(seen.memory.first)
            let last = try #require(ProcessFacts.residentMemory(of: host.pid))
            let most = seen.memory.max() ?? last
            #expect(most - warm < Self.growth && last - warm < Self.growth, "KiB: \(seen.memory.map { $0 >> 10 })")
            // Where a person runs it to see: what it came to.
            print("soak: \(Self.count) reports, \(warm >> 20) MiB after \(Self.warmUp), \(last >> 20) MiB at the end")
            #expect(host.stop() == 0)
        }

        private static func draw(port: Int, host: pid_t, _ state: borrowing Mutex<State>) {
            do {
                let client = try HTTPClient(port: port)
                while true {
                    let number = state.withLock { state in
                        state.started += 1
                        return state.started - 1
                    }
                    guard number < count, state.withLock({ $0.wrong.isEmpty }) else { return }
                    let request = request(number)
                    let answer = try client.post("/v1/reports/preview", json: request)
                    let memory = ProcessFacts.residentMemory(of: host) ?? 0
                    state.withLock { state in
                        state.ended += 1
                        let first = state.first[request] ?? answer.body
                        state.first[request] = first
                        if answer.status != 200 || answer.body != first {
                            state.wrong.append("\(request): \(answer.status), other bytes than before")
                        }
                        if state.ended >= warmUp, (state.ended - warmUp).isMultiple(of: 50) {
                            state.memory.append(memory)
                        }
                    }
                }
            } catch {
                state.withLock { $0.wrong.append("\(error)") }
            }
        }
    }
}
