import Testing

@testable import ReportChromium

@Suite("The documents of a tab") struct TabDocumentTests {
    private static let capturing = "Page.captureScreenshot"

    @Test("no content is set before the tab shows its empty page", arguments: [Bench.Committing.before, .after])
    func commit(_ committing: Bench.Committing) throws {
        var bench = Bench { $0.tabs = 1 }
        bench.committing = committing
        let first = bench.submit()
        bench.answerAll()
        #expect(bench.isCaptured(first))
        bench.committing = .never
        let next = bench.submit()
        bench.answerAll(until: Self.capturing)
        let session = try #require(bench.calls.first?.session)
        let last = bench.submit()
        bench.answerAll()
        #expect(bench.isCaptured(next))
        // The empty page has been asked for, and is not there: nor does one in a frame count.
        bench.commit(session, parent: #","parentId":"P""#)
        #expect(bench.calls.isEmpty && bench.statistics.waiting == 1)
        bench.commit(session)
        #expect(bench.calls.map(\.method) == ["Page.getFrameTree"])
        bench.committing = committing
        bench.answerAll()
        #expect(bench.isCaptured(last))
        #expect(bench.launches == 1 && bench.statistics.retries == 0)
    }

    @Test("a page whose frames are on their way is asked again, and captured in the end")
    func unfinished() {
        var bench = Bench { $0.tabs = 1 }
        let id = bench.submit()
        for _ in 0..<5 {
            bench.answerAll(until: "Runtime.evaluate")
            #expect(bench.calls.count == 1)
            if let call = bench.calls.first { bench.answer(call, with: #"{"result":{"value":false}}"#) }
        }
        #expect(bench.calls.map(\.method) == ["Runtime.evaluate"])
        bench.answerAll()
        #expect(bench.isCaptured(id))
    }

    @Test("a tab that never shows its empty page is late, and costs no page")
    func neverCommits() {
        var bench = Bench {
            $0.tabs = 1
            $0.settleDeadline = .seconds(2)
        }
        let first = bench.submit()
        bench.answerAll(until: Self.capturing)
        bench.committing = .never
        bench.answerAll()
        #expect(bench.isCaptured(first))
        let next = bench.submit()
        bench.pass(seconds: 1)
        #expect(bench.statistics.hangs == 0)
        bench.pass(seconds: 1)
        #expect(bench.statistics.hangs == 1)
        bench.committing = .after
        bench.answerAll()
        #expect(bench.isCaptured(next))
        #expect(bench.statistics.retries == 0)
    }
}
