import Glibc
import ReportChromium

/// Starts a browser, says its process id and waits to be killed: what a test of orphans kills.
@main struct Holder {
    static func main() async throws {
        let browser = Browser()
        try await browser.start()
        print(browser.statistics.process ?? 0)
        fflush(nil)
        while true { try await Task.sleep(for: .seconds(60)) }
    }
}
