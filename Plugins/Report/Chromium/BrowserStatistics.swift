/// What the operator sees of the browser. Counts are since it was made.
public struct BrowserStatistics: Sendable, Hashable {
    /// Programs that were started.
    public var starts = 0
    /// Starts that came to nothing.
    public var failedStarts = 0
    /// Captures that succeeded.
    public var captures = 0
    /// Captures that ended with an error, cancelled ones too.
    public var failures = 0
    /// Captures that were tried a second time because the browser or the tab had ended.
    public var retries = 0
    /// Browsers that were replaced because of their age or memory.
    public var recycles = 0
    /// Browsers that ended by themselves.
    public var deaths = 0
    /// Browsers that were killed because they did not answer.
    public var hangs = 0
    /// Browsers that were killed because they held too much memory.
    public var memoryKills = 0
    /// Tabs whose process ended.
    public var crashedTabs = 0
    /// Bytes at the last look; 0 while no browser runs.
    public var memory = 0
    /// Captures that wait for a tab, and those in one.
    public var waiting = 0
    public var running = 0
    /// Tabs that show nothing, and can take a page at once.
    public var ready = 0
    /// The browser's process, which leads the group of all its others; nil while none runs.
    public var process: Int32?

    public init() {}
}

/// What happened to the browser, for the operator's log. Nothing of a page is in it.
public enum BrowserNotice: Sendable, Hashable {
    /// It runs without Chromium's sandbox, and why.
    case withoutSandbox(reason: String)
    case started(process: Int32)
    case startFailed(reason: String)
    /// Replaced, and why.
    case recycled(reason: String)
    case died(reason: String)
    case killed(reason: String)
}
