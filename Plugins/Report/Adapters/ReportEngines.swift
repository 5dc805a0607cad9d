import PluginSDK
import ReportChromium
import ReportDrawing
import ReportTemplates

/// All that draws: fonts and lanes, templates, and the browser where it is allowed.
struct ReportEngines: Sendable {
    let shelf: TemplateShelf
    let renderer: ReportRenderer
    /// Nil: templates in HTML are refused.
    let browser: Browser?

    /// Reads fonts and templates, and blocks meanwhile. Starts no browser yet.
    ///
    /// - Throws: `Reject` with what is missing or wrong, and what to do.
    init(_ settings: DrawingSettings, host: Host) throws {
        let notices = EngineNotices(host: host)
        let room: DrawingRoom
        do {
            room = try DrawingRoom(
                fonts: FontSettings(folders: settings.fonts), lanes: settings.lanes,
                pixelBudget: settings.pixelBudget)
        } catch {
            throw Reject(error.message, code: error.code)
        }
        do {
            shelf = try TemplateShelf(
                builtIn: try BuiltInTemplates.folders(), folder: settings.templates.flatMap { $0.isEmpty ? nil : $0 },
                tell: { notices.note($0) })
        } catch {
            let first = error.problems.first?.description ?? "no reason is known"
            throw Reject("The built-in templates cannot be read: \(first).", code: "template.broken")
        }
        browser =
            settings.browser.enabled
            ? Browser(BrowserSettings(settings.browser), notify: { notices.note($0) }) : nil
        var limits = RenderLimits()
        limits.browser = settings.browser.deadline
        renderer = ReportRenderer(room: room, browser: browser, limits: limits)
    }
}

extension BrowserSettings {
    init(_ section: BrowserSection) {
        self.init()
        executable = section.executable
        tabs = section.tabs
        sandbox = Sandbox(rawValue: section.sandbox.rawValue) ?? .auto
        capturesPerBrowser = section.pages
        memoryLimit = section.memory << 20
    }
}
