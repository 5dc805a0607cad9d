import ReportChromium

/// Pages that several tests capture.
enum Pages {
    static let size = Viewport(width: 600, height: 200)

    static let report = """
        <!doctype html><html lang="ko"><body style="margin:0;background:#fff">
        <h1>성적표</h1><p style="color:#07c">김하늘 75점 &lt;1등급&gt;</p>
        <svg width="100" height="40"><rect width="60" height="40" fill="#c00"/></svg></body></html>
        """

    /// A page of one colour.
    static func filled(_ color: String, more: String = "") -> String {
        "<!doctype html><body style='margin:0;background:\(color)'>\(more)"
    }
}

extension CaptureFormat {
    /// What every file of the format begins with.
    var signature: [UInt8] {
        switch self {
        case .jpeg: [0xFF, 0xD8, 0xFF]
        case .png: [0x89, 0x50, 0x4E, 0x47]
        case .pdf: Array("%PDF-".utf8)
        }
    }
}

/// Gives the test a browser of its own, and ends it.
func withBrowser(
    _ settings: BrowserSettings = BrowserSettings(), notify: @escaping @Sendable (BrowserNotice) -> Void = { _ in },
    _ body: (Browser) async throws -> Void
) async throws {
    let browser = Browser(settings, notify: notify)
    do {
        try await body(browser)
    } catch {
        await browser.close()
        throw error
    }
    await browser.close()
}
