import ReportChromium
import Testing

@Suite("Hostile pages in the real browser", .serialized) struct HostilePageTests {
    private static let size = Viewport(width: 300, height: 200, grows: false)

    private func picture(_ browser: Browser, _ html: String) async throws -> [UInt8] {
        try await browser.capture(html: html, viewport: Self.size, scale: 1, format: .png)
    }

    @Test("scripts do nothing, wherever they stand")
    func scripts() async throws {
        let turnRed = "document.body.style.background='red'"
        let pages = [
            "<script>\(turnRed)</script>", "<img hidden src=x onerror=\"\(turnRed)\">",
            "<svg hidden onload=\"\(turnRed)\"></svg>", "<style onload=\"\(turnRed)\"></style>",
            "<script type=module>\(turnRed)</script>", "<details hidden open ontoggle=\"\(turnRed)\"></details>",
        ]
        try await withBrowser { browser in
            let calm = try await picture(browser, Pages.filled("blue"))
            for page in pages {
                #expect(try await picture(browser, Pages.filled("blue", more: page)) == calm, "\(page)")
            }
        }
    }

    @Test("scripts do nothing in frames of data")
    func frames() async throws {
        func page(_ script: String) -> String {
            let inner = "<body style='background:blue'>\(script)"
            return Pages.filled(
                "white", more: "<iframe src=\"data:text/html,\(inner)\"></iframe><iframe srcdoc=\"\(inner)\"></iframe>")
        }
        try await withBrowser { browser in
            let calm = try await picture(browser, page(""))
            let script = "<script>document.body.style.background='red'</script>"
            #expect(try await picture(browser, page(script)) == calm)
        }
    }

    @Test("the trap sees who comes")
    func trap() throws {
        let trap = try Trap()
        #expect(trap.connections() == 0)
        #expect(trap.visit())
        #expect(trap.connections() == 1)
    }

    @Test("no request leaves the browser")
    func requests() async throws {
        let trap = try Trap()
        let (url, port) = (trap.url, trap.port)
        let pages = [
            "<img src=\(url)/a srcset='\(url)/b 2x'><img src=http://localhost:\(port)/c><img src=//[::1]:\(port)/d>",
            """
            <style>@import '\(url)/e';body{background:url(\(url)/f)}@font-face{font-family:x;src:url(\(url)/g)}
            p{font-family:x}</style><p>x<link rel=stylesheet href=\(url)/h><link rel=prefetch href=\(url)/i>
            <link rel=preconnect href=\(url)><link rel=dns-prefetch href=\(url)><link rel=icon href=\(url)/j>
            """,
            """
            <iframe src=\(url)/k></iframe><object data=\(url)/l></object><embed src=\(url)/m><video src=\(url)/n
            poster=\(url)/o></video><audio src=\(url)/p autoplay></audio><input type=image src=\(url)/q>
            """,
            """
            <svg><image href='\(url)/r'/><use href='\(url)/s#a'/></svg><img src="data:image/svg+xml;utf8,
            <svg xmlns='http://www.w3.org/2000/svg'><image href='\(url)/t'/></svg>"><script src=\(url)/u></script>
            <link rel=modulepreload href=\(url)/v><base href=\(url)><img src=w>
            """,
        ]
        try await withBrowser { browser in
            for page in pages {
                _ = try await picture(browser, Pages.filled("white", more: page))
                // Another capture gives requests that are made late their time.
                _ = try await picture(browser, Pages.filled("white"))
                #expect(trap.connections() == 0, "\(page)")
            }
        }
    }

    @Test("a page cannot go elsewhere", arguments: ["URL/x", "about:blank", "", "data:text/html,x"])
    func refresh(_ target: String) async throws {
        let trap = try Trap()
        let address = target.isEmpty ? "" : ";url=\(target.replacing("URL", with: trap.url))"
        try await withBrowser { browser in
            let calm = try await picture(browser, Pages.filled("blue"))
            for seconds in ["0", "1"] {
                let error = await #expect(throws: BrowserError.self) {
                    try await picture(
                        browser, Pages.filled("red", more: "<meta http-equiv=refresh content='\(seconds)\(address)'>"))
                }
                #expect(error?.code == .navigation)
                #expect(try await picture(browser, Pages.filled("blue")) == calm)
            }
        }
        #expect(trap.connections() == 0)
    }

    @Test("files of this machine are not shown")
    func files() async throws {
        try await withBrowser { browser in
            let page = "<iframe src=file:///etc/passwd></iframe>"
            let shown = try await picture(browser, Pages.filled("white", more: page))
            let other = try await picture(
                browser, Pages.filled("white", more: "<iframe src=file:///nowhere/at/all></iframe>"))
            #expect(shown == other)
        }
    }

    @Test("an animation without an end neither hangs nor changes the picture")
    func animation() async throws {
        let page = """
            <style>@keyframes a{from{margin-left:0}to{margin-left:200px}}
            @keyframes b{from{opacity:0}to{opacity:1}}
            div{width:50px;height:50px;background:red} .a{animation:a 1s infinite alternate}
            .b{animation:b 30s}</style><div class=a></div><div class=b></div>
            """
        try await withBrowser { browser in
            let still = page.replacing(".a{animation:a 1s infinite alternate}", with: "")
                .replacing(".b{animation:b 30s}", with: "")
            let moving = try await picture(browser, Pages.filled("white", more: page))
            #expect(moving == (try await picture(browser, Pages.filled("white", more: page))))
            // The endless one as if it were not there, the other at its end.
            #expect(moving == (try await picture(browser, Pages.filled("white", more: still))))
        }
    }

    @Test("a huge page ends with an error or a picture in its time, and the next one is captured")
    func huge() async throws {
        var settings = BrowserSettings()
        settings.callDeadline = .seconds(3)
        settings.settleDeadline = .seconds(1)
        try await withBrowser(settings) { browser in
            try await browser.start()
            let nested = String(repeating: "<table><tr><td>", count: 40_000)
            let error = await #expect(throws: BrowserError.self) {
                try await browser.capture(
                    PageCapture(html: Pages.filled("white", more: nested), viewport: Viewport(width: 800, height: 100)),
                    deadline: .seconds(4))
            }
            #expect([.deadline, .limit, .died].contains(error?.code))
            _ = try await browser.capture(PageCapture(html: Pages.report, viewport: Pages.size))
        }
    }
}
