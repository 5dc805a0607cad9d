import Testing

@testable import ReportChromium

@Suite("The supervised browser") struct SupervisorTests {
    private static let capturing = "Page.captureScreenshot"

    @Test("it is started by the first capture, and not before")
    func startedWhenNeeded() {
        var bench = Bench()
        bench.pass(seconds: 1)
        #expect(bench.launches == 0)
        let id = bench.submit()
        bench.answerAll()
        #expect(bench.launches == 1)
        #expect(bench.isCaptured(id))
        #expect(bench.statistics.captures == 1)
    }

    @Test("warming opens every tab before there is work")
    func warming() {
        var bench = Bench()
        bench.warm()
        #expect(bench.warmed.isEmpty)
        bench.answerAll()
        #expect(bench.warmed == [nil])
        let ids = [bench.submit(), bench.submit()]
        #expect(bench.calls.count { $0.method == "Emulation.setDeviceMetricsOverride" } == 2)
        bench.answerAll()
        #expect(ids.allSatisfy(bench.isCaptured))
    }

    @Test("at most as many pages as there are tabs are under way; the others wait in their order")
    func order() {
        var bench = Bench { $0.tabs = 1 }
        let ids = [bench.submit(), bench.submit(), bench.submit()]
        bench.answerAll(until: Self.capturing)
        #expect(bench.statistics.running == 1)
        #expect(bench.statistics.waiting == 2)
        bench.answer()
        #expect(bench.isCaptured(ids[0]))
        #expect(bench.outcomes.count == 1)
        bench.answerAll()
        #expect(ids.allSatisfy(bench.isCaptured))
    }

    @Test("a tab gets an empty page before the next one")
    func clearing() {
        var bench = Bench { $0.tabs = 1 }
        _ = bench.submit()
        _ = bench.submit()
        bench.answerAll(until: Self.capturing)
        bench.answer()
        #expect(bench.calls.map(\.method) == ["Page.navigate"])
        #expect(bench.statistics.running == 0)
        #expect(bench.statistics.waiting == 1)
        bench.answer()
        #expect(bench.calls.map(\.method) == ["Page.getFrameTree"])
        bench.answer()
        #expect(bench.calls.map(\.method) == ["Page.setDocumentContent"])
    }

    @Test("its death costs each page under way one retry")
    func death() {
        var bench = Bench()
        let ids = [bench.submit(), bench.submit()]
        bench.answerAll(until: Self.capturing)
        bench.end()
        #expect(bench.outcomes.isEmpty)
        #expect(bench.launches == 2)
        #expect(bench.statistics.retries == 2)
        bench.answerAll()
        #expect(ids.allSatisfy(bench.isCaptured))
        #expect(bench.statistics.deaths == 1)
    }

    @Test("a page under way at two deaths is given up, and the others are captured")
    func twoDeaths() {
        var bench = Bench { $0.tabs = 1 }
        let bad = bench.submit()
        let good = bench.submit()
        bench.answerAll(until: Self.capturing)
        bench.end()
        bench.answerAll(until: Self.capturing)
        bench.end()
        #expect(bench.code(bad) == .died)
        bench.pass(seconds: 1)
        bench.answerAll()
        #expect(bench.isCaptured(good))
    }

    @Test("a late answer kills the browser; only the page it was for is suspected")
    func hang() {
        var bench = Bench { $0.callDeadline = .seconds(5) }
        let hung = bench.submit()
        var other: CaptureID?
        for round in 1...2 {
            bench.answerAll(until: Self.capturing)
            bench.pass(seconds: 3)
            if other == nil { other = bench.submit() }
            bench.answerAll(but: Self.capturing)
            #expect(bench.statistics.running == 2)
            bench.pass(seconds: 2.5)
            #expect(bench.statistics.hangs == round)
            bench.pass(seconds: 1)
        }
        bench.answerAll()
        #expect(bench.code(hung) == .died)
        #expect(other.map(bench.isCaptured) == true)
    }

    @Test("a page that ends its process costs a tab and not the browser")
    func crashedTab() throws {
        var bench = Bench()
        let (one, two) = (bench.submit(), bench.submit())
        bench.answerAll(until: Self.capturing)
        let session = try #require(bench.calls.first?.session)
        bench.event("Inspector.targetCrashed", session: session)
        bench.answerAll()
        #expect(bench.launches == 1)
        #expect(bench.statistics.crashedTabs == 1)
        #expect(bench.isCaptured(one) && bench.isCaptured(two))
    }

    @Test("a page that crashes its tab twice is given up")
    func crashedTwice() throws {
        var bench = Bench { $0.tabs = 1 }
        let id = bench.submit()
        for _ in 0..<2 {
            bench.answerAll(until: Self.capturing)
            let session = try #require(bench.calls.first { $0.method == Self.capturing }?.session)
            bench.event("Inspector.targetCrashed", session: session)
        }
        #expect(bench.code(id) == .died)
    }

    @Test("it is replaced after its captures, without failing one")
    func recycledByCount() {
        var bench = Bench { $0.capturesPerBrowser = 3 }
        let ids = (0..<10).map { _ in bench.submit() }
        while bench.outcomes.count < 10, !bench.calls.isEmpty {
            if bench.calls[0].method == "Browser.close" { bench.end() } else { bench.answer() }
        }
        #expect(ids.allSatisfy(bench.isCaptured))
        #expect(bench.statistics.recycles == 3 || bench.statistics.recycles == 2)
        #expect(bench.statistics.retries == 0)
        #expect(bench.statistics.deaths == 0)
    }

    @Test("one that does not close when asked is killed")
    func stubbornClose() {
        var bench = Bench {
            $0.capturesPerBrowser = 1
            $0.closeDeadline = .seconds(3)
        }
        _ = bench.submit()
        bench.answerAll(until: "Browser.close")
        let before = bench.destroyed
        bench.pass(seconds: 3)
        #expect(bench.destroyed == before + 1)
        let next = bench.submit()
        bench.answerAll(until: "Browser.close")
        #expect(bench.isCaptured(next))
    }

    @Test("without work for long it is closed, and started again for the next page")
    func idle() {
        var bench = Bench { $0.idleLimit = .seconds(60) }
        _ = bench.submit()
        bench.answerAll()
        bench.pass(seconds: 59)
        #expect(bench.calls.isEmpty)
        bench.pass(seconds: 2)
        #expect(bench.calls.map(\.method) == ["Browser.close"])
        bench.end()
        let id = bench.submit()
        bench.answerAll()
        #expect(bench.launches == 2)
        #expect(bench.isCaptured(id))
    }

    @Test("a page that goes elsewhere is refused, and its tab is not used again")
    func navigation() throws {
        var bench = Bench { $0.tabs = 1 }
        let (bad, good) = (bench.submit(), bench.submit())
        bench.answerAll(until: "Runtime.evaluate")
        let session = try #require(bench.calls.first?.session)
        bench.event("Page.frameScheduledNavigation", session: session)
        bench.answerAll()
        #expect(bench.code(bad) == .navigation)
        #expect(bench.isCaptured(good))
    }

    @Test("a page that is too tall is refused before it is drawn, and its tab serves the next")
    func tooTall() {
        var bench = Bench { $0.tabs = 1 }
        let (bad, good) = (bench.submit(), bench.submit())
        bench.answerAll(until: "Page.getLayoutMetrics")
        bench.answer(bench.calls[0], with: #"{"cssContentSize":{"height":9000}}"#)
        #expect(bench.code(bad) == .limit)
        bench.answerAll()
        #expect(bench.isCaptured(good))
        #expect(bench.statistics.retries == 0)
    }

    @Test("an unknown answer costs the tab; a second one gives the page up")
    func unknownAnswer() {
        var bench = Bench { $0.tabs = 1 }
        let id = bench.submit()
        for text in [#"{"data":"not base 64"}"#, #"{"data":7}"#] {
            bench.answerAll(until: Self.capturing)
            if let call = bench.calls.first(where: { $0.method == Self.capturing }) { bench.answer(call, with: text) }
            bench.answerAll(until: Self.capturing)
        }
        #expect(bench.code(id) == .died)
        #expect(bench.launches == 1)
    }
}
