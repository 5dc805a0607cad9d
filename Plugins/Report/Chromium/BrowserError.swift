/// Why a page was not captured: a stable code, and a sentence for the person that says what to do.
/// It never holds a part of a page.
public struct BrowserError: Error, Hashable, Sendable {
    public enum Code: String, Sendable, Hashable {
        /// No browser is installed where it was looked for.
        case missing = "browser.missing"
        /// There is one, and it does not start.
        case start = "browser.start"
        /// The browser or the page's process ended during the capture, and again during the second try.
        case died = "browser.died"
        /// The capture took longer than it may.
        case deadline = "browser.deadline"
        /// The page, or the picture of it, is larger than is allowed.
        case limit = "browser.limit"
        /// The page wants to go to another address.
        case navigation = "browser.navigation"
        /// The browser does not do what its protocol says.
        case refused = "browser.refused"
        case cancelled = "browser.cancelled"
        /// `close()` was called.
        case closed = "browser.closed"
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether the same page may well be captured later: nothing is wrong with it.
    public var isPassing: Bool {
        switch code {
        // A host that closes its browser ends, and another does its work.
        case .start, .died, .deadline, .closed: true
        case .missing, .limit, .navigation, .refused, .cancelled: false
        }
    }

    static let cancelled = BrowserError(.cancelled, "the capture was cancelled")
    static let closed = BrowserError(.closed, "the browser is closed: nothing is captured any more")
}
