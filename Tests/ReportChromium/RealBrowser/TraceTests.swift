import ReportChromium
import Testing

@Suite("What a page leaves behind in the real browser", .serialized) struct TraceTests {
    /// Shows colours of the system, a style, an image, a link, a form and text of several writing systems.
    private static let plain = """
        <!doctype html><html><head><style>p{color:#07c}a{color:#c00}</style></head><body>
        <p style="font-weight:bold">성적표 Grade</p><a href="https://example.org/">link</a><input value="x"><button>y</button>
        <img width=20 height=20 src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='20'
        height='20'%3E%3Crect width='20' height='20' fill='green'/%3E%3C/svg%3E"><iframe srcdoc="<p>inner"></iframe>
        """

    /// Each is the whole page, so that its head is one.
    static let pages = [
        "<meta name=color-scheme content=dark>",
        "<meta name=color-scheme content='light dark'><style>:root{color-scheme:dark}</style>",
        "<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\">",
        "<meta http-equiv=Content-Security-Policy content=\"img-src 'none';frame-src 'none'\">",
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none';sandbox\">",
        "<meta http-equiv=default-style content=other><link rel=stylesheet title=other href='data:text/css,p{color:red}'>",
        "<meta name=referrer content=no-referrer><base href='https://example.org/' target=x>",
        "<meta name=viewport content='width=50,initial-scale=3'>", "<meta http-equiv=Content-Language content=ja>",
        "<meta name=theme-color content=red><meta name=supports-reduced-motion><title>x</title>",
        "<html lang=ja dir=rtl style='background:black;zoom:3'><body style='font-size:40px'>",
        "<p>no doctype: quirks</p><table><tr><td>x", "<style>@page{size:A6;margin:3cm}*{display:none}</style>",
        "<style>@font-face{font-family:sans-serif;src:local('DejaVu Sans Bold')}</style><p>x",
        "<body style='height:5000px'><p id=end style='margin-top:4000px'><input autofocus>",
        "<style>@property --x{syntax:'<color>';inherits:true;initial-value:red}@layer a,b;</style>",
        "<dialog open>x</dialog><details open>x</details><div popover>x</div>",
    ]

    @Test("no page changes the picture of the next one", arguments: [CaptureFormat.png, .pdf])
    func traces(_ format: CaptureFormat) async throws {
        let size = Viewport(width: 300, height: 200, grows: true)
        let plain = PageCapture(html: Self.plain, viewport: size, scale: 1, format: format)
        var settings = BrowserSettings()
        settings.tabs = 1
        try await withBrowser(settings) { browser in
            let calm = try await browser.capture(plain)
            for page in Self.pages {
                _ = try await browser.capture(PageCapture(html: page, viewport: size, scale: 1, format: format))
                #expect(try await browser.capture(plain) == calm, "\(page)")
            }
            // All of it in the same tab, or nothing is shown.
            #expect(browser.statistics.starts == 1)
            #expect(browser.statistics.crashedTabs == 0 && browser.statistics.retries == 0)
        }
    }
}
