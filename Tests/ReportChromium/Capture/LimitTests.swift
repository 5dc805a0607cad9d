import Testing

@testable import ReportChromium

@Suite("Limits of a capture") struct LimitTests {
    private func refusal(_ capture: PageCapture, _ limits: CaptureLimits = CaptureLimits()) -> BrowserError.Code? {
        do throws(BrowserError) {
            try limits.check(capture)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("an ordinary report is let through")
    func ordinary() {
        #expect(refusal(PageCapture(html: "x", viewport: Viewport(width: 794, height: 1123))) == nil)
    }

    @Test(
        "too much is refused before the browser is asked",
        arguments: [
            PageCapture(html: String(repeating: "x", count: (8 << 20) + 1), viewport: Viewport(width: 1, height: 1)),
            PageCapture(html: "", viewport: Viewport(width: 794, height: 8193)),
            PageCapture(html: "", viewport: Viewport(width: 16_385, height: 1), scale: 1),
            PageCapture(html: "", viewport: Viewport(width: 8000, height: 8000), scale: 1),
            PageCapture(html: "", viewport: Viewport(width: 4000, height: 4001), scale: 1, maximumPixels: 16_000_000),
            PageCapture(html: "", viewport: Viewport(width: 8000, height: 8000), scale: 1, maximumPixels: .max),
            PageCapture(html: "", viewport: Viewport(width: 0, height: 100)),
            PageCapture(html: "", viewport: Viewport(width: 100, height: -1)),
            PageCapture(html: "", viewport: Viewport(width: .max, height: .max)),
            PageCapture(html: "", viewport: Viewport(width: 100, height: 100), scale: .nan),
            PageCapture(html: "", viewport: Viewport(width: 100, height: 100), scale: .infinity),
            PageCapture(html: "", viewport: Viewport(width: 100, height: 100), scale: 0),
            PageCapture(html: "", viewport: Viewport(width: 100, height: 100), format: .jpeg(quality: 0)),
            PageCapture(html: "", viewport: Viewport(width: 100, height: 100), format: .jpeg(quality: 101)),
        ])
    func tooMuch(_ capture: PageCapture) {
        #expect(refusal(capture) == .limit)
    }

    @Test("a page's size is counted in device pixels, and a PDF's in CSS pixels")
    func size() throws {
        let viewport = Viewport(width: 333, height: 100)
        let picture = try CaptureLimits().size(
            of: PageCapture(html: "", viewport: viewport, scale: 1.5), height: 100.2)
        #expect(picture == (500, 151))
        let document = try CaptureLimits().size(
            of: PageCapture(html: "", viewport: viewport, scale: 3, format: .pdf), height: 100)
        #expect(document == (333, 100))
    }

    @Test("a PDF's times become the same, and nothing else of it changes")
    func times() {
        let text = "%PDF-1.4\n1 0 obj <</CreationDate (D:20261121181706+00'00')\n/ModDate (D:20261121)>> rest"
        var bytes = Array(text.utf8)
        PDFTimes.erase(in: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "%PDF-1.4\n1 0 obj <</CreationDate (D:20000101000000+00'00')\n/ModDate (D:20000101)>> rest")
        for cut in 0..<text.utf8.count {
            var short = Array(text.utf8.prefix(cut))
            PDFTimes.erase(in: &short)
            #expect(short.count == cut)
        }
    }
}
