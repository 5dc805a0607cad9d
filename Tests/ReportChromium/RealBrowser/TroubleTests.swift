import Foundation
import Loopback
import ReportChromium
import Synchronization
import Testing

@Suite("A real browser in trouble", .serialized) struct TroubleTests {
    private static let page = PageCapture(html: Pages.report, viewport: Pages.size)

    private func process(of browser: Browser) throws -> pid_t { try #require(browser.statistics.process) }

    /// Waits for what another process does; bounded.
    private func wait(for what: String, _ condition: () -> Bool) async throws {
        for _ in 0..<1000 {
            if condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("never: \(what)")
    }

    @Test("a browser that is killed during a capture costs one retry")
    func killed() async throws {
        try await withBrowser { browser in
            let expected = try await browser.capture(Self.page)
            let process = try process(of: browser)
            try await wait(for: "an empty tab") { browser.statistics.ready > 0 }
            // A browser that is stopped first is in the middle of the capture for certain when it is killed.
            #expect(kill(-process, SIGSTOP) == 0)
            async let captured = browser.capture(Self.page)
            try await wait(for: "a capture under way") { browser.statistics.running == 1 }
            #expect(kill(process, SIGKILL) == 0)
            #expect(try await captured == expected)
            #expect(browser.statistics.deaths == 1)
            #expect(browser.statistics.retries == 1)
            #expect(browser.statistics.starts == 2)
            #expect(kill(process, 0) != 0)
        }
    }

    @Test("a browser that hangs is killed at its deadline, and the next page is captured")
    func hung() async throws {
        var settings = BrowserSettings()
        settings.callDeadline = .seconds(20)
        settings.settleDeadline = .milliseconds(200)
        settings.tabs = 1
        try await withBrowser(settings) { browser in
            try await browser.start()
            let process = try process(of: browser)
            #expect(kill(-process, SIGSTOP) == 0)
            async let captured = browser.capture(Self.page, deadline: .seconds(1))
            do {
                _ = try await captured
                Issue.record("a browser that hangs has captured a page")
            } catch let error as BrowserError {
                #expect(error.code == .deadline)
            }
            _ = try await browser.capture(Self.page)
            #expect(browser.statistics.hangs == 1)
            #expect(kill(process, 0) != 0)
        }
    }

    @Test("a browser that hangs and is found out by a call's deadline costs one retry")
    func hungCall() async throws {
        var settings = BrowserSettings()
        settings.callDeadline = .seconds(8)
        settings.tabs = 1
        try await withBrowser(settings) { browser in
            try await browser.start()
            #expect(kill(-(try process(of: browser)), SIGSTOP) == 0)
            _ = try await browser.capture(Self.page)
            #expect(browser.statistics.hangs == 1)
            #expect(browser.statistics.retries == 1)
        }
    }

    @Test("a page's process that is killed costs a tab, and the page is captured in another")
    func crashedTab() async throws {
        var settings = BrowserSettings()
        settings.tabs = 1
        try await withBrowser(settings) { browser in
            let expected = try await browser.capture(Self.page)
            // The first is the tab's; Chromium keeps another ready.
            let renderer = try #require(renderers(of: process(of: browser)).min())
            try await wait(for: "an empty tab") { browser.statistics.ready > 0 }
            kill(renderer, SIGSTOP)
            async let captured = browser.capture(Self.page)
            try await wait(for: "a capture under way") { browser.statistics.running == 1 }
            kill(renderer, SIGKILL)
            #expect(try await captured == expected)
            #expect(browser.statistics.crashedTabs == 1)
            #expect(browser.statistics.deaths == 0)
            #expect(browser.statistics.starts == 1)
        }
    }

    private func renderers(of browser: pid_t) throws -> [pid_t] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { process in
            getpgid(process) == browser
                && ((try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8))?.contains(
                    "--type=renderer") ?? false)
        }
    }

    @Test("it is replaced after its captures, and none fails")
    func recycled() async throws {
        var settings = BrowserSettings()
        settings.capturesPerBrowser = 5
        let notices = Mutex<[BrowserNotice]>([])
        try await withBrowser(settings, notify: { notice in notices.withLock { $0.append(notice) } }) { browser in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 { group.addTask { _ = try await browser.capture(Self.page) } }
                try await group.waitForAll()
            }
            let statistics = browser.statistics
            #expect(statistics.captures == 16)
            #expect(statistics.failures == 0 && statistics.retries == 0 && statistics.deaths == 0)
            #expect(statistics.recycles >= 2)
        }
        let sandboxNotices = notices.withLock { $0.count { if case .withoutSandbox = $0 { true } else { false } } }
        #expect(sandboxNotices == (geteuid() == 0 ? 1 : sandboxNotices))
    }

    @Test("it is killed when it holds more memory than it may, and the page fails with that after its second try")
    func memory() async throws {
        var settings = BrowserSettings()
        settings.memoryLimit = 1 << 20
        try await withBrowser(settings) { browser in
            let error = await #expect(throws: BrowserError.self) { try await browser.capture(Self.page) }
            #expect(error?.code == .died)
            #expect(error?.message.contains("MiB") == true, "\(error?.message ?? "")")
            #expect(browser.statistics.memoryKills == 2 && browser.statistics.retries == 1)
        }
    }

    @Test("it dumps no core, and is ended before the host when memory runs out")
    func kernel() async throws {
        try await withBrowser { browser in
            try await browser.start()
            let process = try process(of: browser)
            let limits = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
            let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
            #expect(core?.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
            let score = try String(contentsOfFile: "/proc/\(process)/oom_score_adj", encoding: .utf8)
            #expect(score == "500\n")
        }
    }

    @Test("closing leaves no process and no folder")
    func closing() async throws {
        let folder = try TemporaryFolder()
        var settings = BrowserSettings()
        settings.temporaryFolder = folder.path
        let browser = Browser(settings)
        _ = try await browser.capture(Self.page)
        let process = try process(of: browser)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
        await browser.close()
        #expect(kill(process, 0) != 0)
        try await wait(for: "the end of all its processes") { kill(-process, 0) != 0 }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("a browser that is forgotten is closed")
    func forgotten() async throws {
        let process: pid_t
        do {
            let browser = Browser()
            _ = try await browser.capture(Self.page)
            process = try self.process(of: browser)
        }
        try await wait(for: "the end of all its processes") { kill(-process, 0) != 0 }
    }

    @Test("when the host is killed no process of the browser stays, even of one that hangs", arguments: [false, true])
    func parentDeath(isHung: Bool) async throws {
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: BuiltFiles.folder + "/browser-holder")
        let output = Pipe()
        holder.standardOutput = output
        try holder.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let process = try #require(pid_t(line.trimmingCharacters(in: .whitespacesAndNewlines)), "no browser: \(line)")
        #expect(kill(-process, 0) == 0)
        if isHung { kill(process, SIGSTOP) }
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        try await wait(for: "the end of all its processes") { living(in: process).isEmpty }
    }

    /// Processes of a group, but for those that only wait to be reaped.
    private func living(in group: pid_t) -> [pid_t] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { pid_t($0) }.filter { process in
            getpgid(process) == group
                && !((try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8))?.contains(
                    "State:\tZ") ?? true)
        }
    }

    @Test("a program that is no browser says so in its own words, and is not tried for ever")
    func noBrowser() async throws {
        var settings = BrowserSettings()
        settings.executable = "/bin/ls"
        try await withBrowser(settings) { browser in
            let error = await #expect(throws: BrowserError.self) { try await browser.capture(Self.page) }
            #expect(error?.code == .start)
            #expect(error?.message.contains("unrecognized option") == true, "\(error?.message ?? "")")
            #expect(browser.statistics.failedStarts == 2)
        }
    }

    @Test("a program that is not installed is an error that names the package")
    func notInstalled() async throws {
        var settings = BrowserSettings()
        settings.executable = "/nowhere/chromium"
        try await withBrowser(settings) { browser in
            for _ in 0..<3 {
                let error = await #expect(throws: BrowserError.self) { try await browser.start() }
                #expect(error?.message.contains("chromium-headless-shell") == true)
            }
        }
    }
}
