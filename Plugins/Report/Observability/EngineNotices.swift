import PluginSDK
import ReportChromium
import ReportTemplates

/// What happens to templates and browser, for the operator's log and dashboards. Nothing of a report is in it.
struct EngineNotices: Sendable {
    let host: Host

    func note(_ event: ShelfEvent) {
        switch event {
        case .loaded(let template):
            count(template: "loaded")
            host.log.info(
                "a template is served", ["template": .string(template.name), "version": .string(template.version)])
        case .refused(let name, let problems, let serving):
            count(template: "refused")
            host.log.error(
                "a template's folder is wrong",
                [
                    "template": .string(name), "serving": serving.map { .string($0) } ?? .null,
                    "problems": .array(problems.prefix(10).map { .string($0.description) }),
                ])
        case .recovered(let name):
            count(template: "recovered")
            host.log.info("a template's folder is as it was", ["template": .string(name)])
        case .removed(let name):
            count(template: "removed")
            host.log.info("a template's folder is gone", ["template": .string(name)])
        case .unreadable(let problems):
            count(template: "unreadable")
            host.log.error(
                "the folder of templates cannot be read",
                ["problems": .array(problems.prefix(10).map { .string($0.description) })])
        }
    }

    func note(_ notice: BrowserNotice) {
        switch notice {
        case .withoutSandbox(let reason):
            host.log.warning("the browser runs without its sandbox", ["reason": .string(reason)])
        case .started(let process):
            count(browser: "started")
            host.log.info("the browser was started", ["process": .integer(Int(process))])
        case .startFailed(let reason):
            count(browser: "start_failed")
            host.log.error("the browser cannot be started", ["reason": .string(reason)])
        case .recycled(let reason):
            count(browser: "recycled")
            host.log.info("the browser is replaced", ["reason": .string(reason)])
        case .died(let reason):
            count(browser: "died")
            host.log.warning("the browser died", ["reason": .string(reason)])
        case .killed(let reason):
            count(browser: "killed")
            host.log.warning("the browser was killed", ["reason": .string(reason)])
        }
    }

    private func count(template event: String) {
        host.metrics.counter("report_template_events_total", labels: ["event": event]).add()
    }

    private func count(browser event: String) {
        host.metrics.counter("report_browser_events_total", labels: ["event": event]).add()
    }
}
