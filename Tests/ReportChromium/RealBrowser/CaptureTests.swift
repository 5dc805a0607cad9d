import Loopback
import ReportChromium
import Testing

@Suite("Capturing with the real browser", .serialized) struct CaptureTests {
    @Test("the same page gives the same bytes, in every format and in another browser")
    func sameBytes() async throws {
        var all: [[CapturedPage]] = []
        for _ in 0..<2 {
            try await withBrowser { browser in
                var pages: [CapturedPage] = []
                for format in [CaptureFormat.jpeg(quality: 85), .png, .pdf] {
                    let page = PageCapture(html: Pages.report, viewport: Pages.size, format: format)
                    let first = try await browser.capture(page)
                    let second = try await browser.capture(page)
                    #expect(first == second, "\(format)")
                    #expect(first.bytes.starts(with: format.signature), "\(format)")
                    pages.append(first)
                }
                all.append(pages)
            }
        }
        #expect(all[0] == all[1])
    }

    @Test("a page that grows is as tall as its content, and one that does not is cut")
    func height() async throws {
        try await withBrowser { browser in
            let html = Pages.filled("#fff", more: "<div style='height:700px'></div>")
            let grown = try await browser.capture(PageCapture(html: html, viewport: Viewport(width: 300, height: 100)))
            #expect((grown.width, grown.height) == (600, 1400))
            #expect(Pictures.sizeOfPNG(try await png(browser, html, grows: true)) == (300, 700))
            #expect(Pictures.sizeOfPNG(try await png(browser, html, grows: false)) == (300, 100))
        }
    }

    private func png(_ browser: Browser, _ html: String, grows: Bool) async throws -> [UInt8] {
        try await browser.capture(
            html: html, viewport: Viewport(width: 300, height: 100, grows: grows), scale: 1, format: .png)
    }

    @Test("many pages in two tabs at once get each their own picture")
    func parallel() async throws {
        try await withBrowser { browser in
            try await browser.start()
            let alone = try await pictures(browser, 0..<6)
            let together = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
                for number in 0..<24 {
                    group.addTask { (number, try await picture(browser, number % 6)) }
                }
                return try await group.reduce(into: [(Int, [UInt8])]()) { $0.append($1) }
            }
            #expect(Set(alone).count == 6)
            #expect(together.allSatisfy { $0.1 == alone[$0.0 % 6] })
            #expect(browser.statistics.starts == 1)
        }
    }

    private func pictures(_ browser: Browser, _ numbers: Range<Int>) async throws -> [[UInt8]] {
        var all: [[UInt8]] = []
        for number in numbers { all.append(try await picture(browser, number)) }
        return all
    }

    private func picture(_ browser: Browser, _ number: Int) async throws -> [UInt8] {
        try await browser.capture(
            html: Pages.filled("#fff", more: "<h1>학생 \(number)</h1>"), viewport: Pages.size, scale: 1, format: .png)
    }

    @Test("a tall page is drawn to its end")
    func tall() async throws {
        try await withBrowser { browser in
            let blocks = (0..<80).map { "<div style='height:100px;background:#\(100 + $0 * 9)'>\($0)</div>" }.joined()
            let whole = try await browser.capture(
                html: Pages.filled("#fff", more: blocks), viewport: Viewport(width: 100, height: 100), scale: 2,
                format: .png)
            #expect(Pictures.sizeOfPNG(whole) == (200, 16_000))
            let cut = Pages.filled("#fff", more: blocks + "<div style='height:300px'>")
            await #expect(throws: BrowserError.self) {
                try await browser.capture(
                    html: cut, viewport: Viewport(width: 100, height: 100), scale: 2, format: .png)
            }
        }
    }

    @Test("a cancelled task ends its capture")
    func cancelled() async throws {
        try await withBrowser { browser in
            let task = Task { try await browser.capture(PageCapture(html: Pages.report, viewport: Pages.size)) }
            task.cancel()
            let result = await task.result
            #expect(throws: BrowserError.self) { try result.get() }
            _ = try await browser.capture(PageCapture(html: Pages.report, viewport: Pages.size))
        }
    }

    @Test("a closed browser refuses, and closing twice is harmless")
    func closed() async throws {
        let browser = Browser()
        await browser.close()
        await browser.close()
        let error = await #expect(throws: BrowserError.self) {
            try await browser.capture(PageCapture(html: "", viewport: Pages.size))
        }
        #expect(error?.code == .closed)
    }
}
