import CBrowser
import Glibc

/// Whether the browser runs in Chromium's sandbox, and why not if it does not.
enum SandboxChoice: Equatable {
    case on
    case off(reason: String)

    /// - Throws: `browser.start` when the system has no room to find out: no browser starts without its sandbox for that.
    static func make(_ setting: BrowserSettings.Sandbox) throws(BrowserError) -> SandboxChoice {
        try choose(setting, isRoot: geteuid() == 0, namespaces: { proctor_browser_namespaces() })
    }

    static func choose(
        _ setting: BrowserSettings.Sandbox, isRoot: Bool, namespaces: () -> proctor_browser_namespace_answer
    ) throws(BrowserError) -> SandboxChoice {
        switch setting {
        case .on: return .on
        case .off: return .off(reason: "the settings say so")
        case .auto:
            if isRoot { return .off(reason: "Chromium has none for root: run the host as another user") }
            switch namespaces() {
            case PROCTOR_BROWSER_NAMESPACES: return .on
            case PROCTOR_BROWSER_NO_NAMESPACES: return .off(reason: "the system gives out no user namespaces")
            default:
                throw BrowserError(
                    .start, "the system has no process or memory left to find out whether the browser gets a sandbox")
            }
        }
    }
}
