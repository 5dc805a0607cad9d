import Testing

@testable import ReportChromium

@Suite("The memory of the supervised browser") struct MemoryTests {
    private static let capturing = "Page.captureScreenshot"

    private func bench(memory: Int) -> Bench {
        var bench = Bench {
            $0.memoryLimit = 100
            $0.memoryInterval = .seconds(1)
            $0.tabs = 1
        }
        bench.memory = memory
        return bench
    }

    @Test("it is looked at by the clock while something is captured, and only then")
    func clock() {
        var bench = bench(memory: 75)
        _ = bench.submit()
        bench.answerAll(until: Self.capturing)
        for second in 1...5 {
            bench.pass(seconds: 0.5)
            bench.pass(seconds: 0.5)
            #expect(bench.measures == second)
            #expect(bench.supervisor.nextDeadline.map { $0 <= bench.now + 1_000_000_000 } == true)
        }
        bench.answerAll()
        bench.pass(seconds: 10)
        #expect(bench.measures == 5)
        #expect(bench.statistics.recycles == 0 && bench.statistics.memoryKills == 0)
    }

    @Test("above three quarters of what it may hold it is replaced, and its page is captured")
    func replaced() {
        var bench = bench(memory: 76)
        let id = bench.submit()
        bench.answerAll(until: Self.capturing)
        bench.pass(seconds: 1)
        bench.answerAll(until: "Browser.close")
        #expect(bench.isCaptured(id))
        #expect(bench.calls.map(\.method) == ["Browser.close"])
        #expect(bench.statistics.recycles == 1 && bench.statistics.memoryKills == 0)
    }

    @Test("above all that it may hold it is killed; the page fails when it does so again, and the next is captured")
    func killed() {
        var bench = bench(memory: 1)
        let (bad, good) = (bench.submit(), bench.submit())
        for round in 1...2 {
            bench.answerAll(until: Self.capturing)
            bench.memory = 101
            bench.pass(seconds: 1)
            #expect(bench.statistics.memoryKills == round)
            bench.memory = 1
            bench.pass(seconds: 1)
        }
        guard case .failure(let error)? = bench.outcomes[bad] else {
            Issue.record("the page was captured")
            return
        }
        #expect(error.code == .died)
        #expect(error.message.contains("MiB"))
        bench.answerAll()
        #expect(bench.isCaptured(good))
        #expect(bench.launches == 3)
        #expect(bench.notices.contains(.killed(reason: "its processes hold 0 MiB")))
    }
}
