import Fuzzing
import Testing

@testable import ReportChromium

@Suite("Deadlines, cancelling and starts of the browser") struct DeadlineTests {
    private static let capturing = "Page.captureScreenshot"

    @Test("a capture that waits too long ends, and nothing is killed for it")
    func lateInTheQueue() {
        var bench = Bench { $0.tabs = 1 }
        let first = bench.submit(within: 30)
        let late = bench.submit(within: 2)
        bench.answerAll(until: Self.capturing)
        bench.pass(seconds: 2)
        #expect(bench.code(late) == .deadline)
        bench.answerAll()
        #expect(bench.isCaptured(first))
        #expect(bench.statistics.hangs == 0)
    }

    @Test("a late capture ends on time; its tab may finish the call, and serves the next")
    func lateInTheTab() {
        var bench = Bench { $0.tabs = 1 }
        let late = bench.submit(within: 2)
        bench.answerAll(until: Self.capturing)
        bench.pass(seconds: 2)
        #expect(bench.code(late) == .deadline)
        bench.pass(seconds: 1)
        let next = bench.submit()
        bench.answerAll()
        #expect(bench.isCaptured(next))
        #expect(bench.launches == 1)
        #expect(!bench.endedTwice)
    }

    @Test("a tab that does not settle after its capture was given up is killed")
    func neverSettles() {
        var bench = Bench {
            $0.tabs = 1
            $0.settleDeadline = .seconds(1)
        }
        let late = bench.submit(within: 2)
        bench.answerAll(until: Self.capturing)
        bench.pass(seconds: 2)
        let next = bench.submit()
        bench.pass(seconds: 1)
        #expect(bench.statistics.hangs == 1)
        bench.answerAll()
        #expect(bench.code(late) == .deadline)
        #expect(bench.isCaptured(next))
        #expect(bench.launches == 2)
    }

    @Test("a cancelled capture ends at once, waiting or under way")
    func cancelled() {
        var bench = Bench { $0.tabs = 1 }
        let (running, waiting, kept) = (bench.submit(), bench.submit(), bench.submit())
        bench.answerAll(until: Self.capturing)
        bench.cancel(running)
        bench.cancel(waiting)
        bench.cancel(99)
        #expect(bench.code(running) == .cancelled)
        #expect(bench.code(waiting) == .cancelled)
        bench.answerAll()
        #expect(bench.isCaptured(kept))
        #expect(!bench.endedTwice)
    }

    @Test("a missing program fails what waits, with its own words")
    func missing() {
        var bench = Bench()
        bench.launchError = BrowserError(.missing, "install it")
        let id = bench.submit()
        #expect(bench.code(id) == .missing)
        bench.launchError = nil
        let next = bench.submit()
        bench.pass(seconds: 0)
        bench.answerAll()
        #expect(bench.isCaptured(next))
    }

    @Test("a start that fails is tried again; then what waits fails, and the rests get longer")
    func failedStarts() {
        var bench = Bench()
        bench.launchError = BrowserError(.start, "no memory")
        let id = bench.submit(within: 1000)
        bench.pass(seconds: 0)
        #expect(bench.launches == 2)
        #expect(bench.code(id) == .start)
        var launches: [Int] = []
        for _ in 0..<200 {
            _ = bench.submit(within: 1000)
            bench.pass(seconds: 0.5)
            launches.append(bench.launches)
        }
        // 100 seconds: rests of 0.5, 1, 2, 4, 8, 16, 30, 30 seconds.
        #expect((7...12).contains(bench.launches), "\(bench.launches)")
        #expect(bench.outcomes.count >= 199)
        bench.launchError = nil
        bench.pass(seconds: 31)
        let last = bench.submit()
        bench.pass(seconds: 0)
        bench.answerAll()
        #expect(bench.isCaptured(last))
    }

    @Test("a program that starts and does not answer is killed after the start's deadline")
    func silentStart() {
        var bench = Bench { $0.startDeadline = .seconds(4) }
        let id = bench.submit(within: 100)
        bench.pass(seconds: 4)
        #expect(bench.destroyed == 1)
        bench.pass(seconds: 0)
        bench.pass(seconds: 4)
        #expect(bench.code(id) == .start)
        #expect(bench.statistics.failedStarts == 2)
    }

    @Test("pages that hang do not make the browser one that does not start")
    func hangingPages() {
        var bench = Bench {
            $0.tabs = 1
            $0.callDeadline = .seconds(2)
        }
        var bad: [CaptureID] = []
        for _ in 0..<5 {
            bad.append(bench.submit(within: 1000))
            for _ in 0..<2 {
                bench.pass(seconds: 1)
                bench.answerAll(until: Self.capturing)
                bench.pass(seconds: 2)
            }
        }
        #expect(bad.allSatisfy { bench.code($0) == .died })
        #expect(bench.statistics.hangs == 10 && bench.statistics.failedStarts == 0)
        // While it rests, a page waits for it, and not for long.
        let next = bench.submit()
        #expect(bench.code(next) == nil)
        bench.pass(seconds: 1)
        bench.answerAll()
        #expect(bench.isCaptured(next))
    }

    @Test("a browser that opens no tab is one that does not start, and says so")
    func noTab() {
        var bench = Bench { $0.callDeadline = .seconds(2) }
        bench.warm()
        let id = bench.submit(within: 1000)
        for _ in 0..<2 {
            bench.answerAll(until: "Target.createTarget")
            bench.pass(seconds: 2)
            bench.pass(seconds: 0)
        }
        guard case .failure(let error)? = bench.outcomes[id] else {
            Issue.record("the page was captured")
            return
        }
        #expect(error.code == .start && error.message.contains("opens no page"))
        #expect(bench.warmed == [error])
        #expect(bench.statistics.failedStarts == 2 && bench.statistics.hangs == 2)
    }

    @Test("closing ends every capture, and later ones at once")
    func closing() {
        var bench = Bench { $0.tabs = 1 }
        bench.warm()
        let ids = [bench.submit(), bench.submit()]
        bench.answerAll(until: "Target.attachToTarget")
        bench.close()
        #expect(ids.allSatisfy { bench.code($0) == .closed })
        #expect(bench.warmed == [.closed])
        let late = bench.submit()
        #expect(bench.code(late) == .closed)
        #expect(bench.destroyed == 1)
    }

    @Test("storms of mutated answers, deaths and late calls end every capture exactly once")
    func mutatedStorms() {
        for seed in 0..<UInt64(FuzzRounds.count(200)) {
            var random = SeededRandom(seed)
            var bench = Bench {
                $0.capturesPerBrowser = 5
                $0.memoryInterval = .milliseconds(500)
            }
            var ids: [CaptureID] = []
            for _ in 0..<120 { storm(&bench, &ids, &random) }
            bench.launchError = nil
            bench.memory = 1
            // Everything has a deadline: time alone ends what is left.
            for _ in 0..<100 { bench.pass(seconds: 1) }
            #expect(ids.allSatisfy { bench.outcomes[$0] != nil }, "seed \(seed)")
            #expect(!bench.endedTwice, "seed \(seed)")
            #expect(bench.statistics.waiting == 0, "seed \(seed)")
            let counted = bench.statistics.captures + bench.statistics.failures
            #expect(counted == ids.count, "seed \(seed)")
        }
    }

    private func storm(_ bench: inout Bench, _ ids: inout [CaptureID], _ random: inout SeededRandom) {
        let call = bench.calls.randomElement(using: &random)
        switch Int.random(in: 0..<40, using: &random) {
        case 0..<5: ids.append(bench.submit(within: UInt64.random(in: 1...60, using: &random)))
        case 5: bench.end()
        case 6: if let id = ids.randomElement(using: &random) { bench.cancel(id) }
        case 7: bench.pass(seconds: Double.random(in: 0...20, using: &random))
        case 8: if let session = call?.session { bench.event("Inspector.targetCrashed", session: session) }
        case 9: if let session = call?.session { bench.event("Page.frameRequestedNavigation", session: session) }
        case 10: if let call { bench.refuse(call, "no") }
        case 11: if let call { bench.answer(call, with: "{}") }
        case 12: bench.launchError = Bool.random(using: &random) ? BrowserError(.start, "no") : nil
        case 13: bench.warm()
        case 15: bench.committing = [.before, .after, .never].randomElement(using: &random) ?? .after
        case 14: bench.memory = Int.random(in: 0...(2 << 30), using: &random)
        default: if let call { bench.answer(call) }
        }
    }
}
