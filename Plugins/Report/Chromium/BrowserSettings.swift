/// How a browser is run. The defaults suit two processor cores.
public struct BrowserSettings: Sendable, Hashable {
    public enum Sandbox: String, Sendable, Hashable, CaseIterable {
        /// On where it can be: not as root, and where the system gives out user namespaces. A notice says when it is off.
        case auto
        case on
        case off
    }

    /// The program; nil: `chromium-headless-shell` where Debian puts it.
    public var executable: String?
    /// Pages that are captured at once, each in a tab of its own.
    public var tabs = 2
    public var sandbox = Sandbox.auto
    /// From the start of the program to its first answer.
    public var startDeadline = Duration.seconds(20)
    /// For each answer of the browser. One that is late is killed.
    public var callDeadline = Duration.seconds(15)
    /// What a tab still gets to answer when nobody waits for its capture any more.
    public var settleDeadline = Duration.seconds(5)
    /// From asking it to close to killing it.
    public var closeDeadline = Duration.seconds(3)
    /// Captures after which the browser is replaced.
    public var capturesPerBrowser = 100
    /// Bytes of all its processes together (proportional set size) above which it is killed, and the pages in it are
    /// tried once more. Above three quarters of them it is replaced as soon as it is done with its pages.
    public var memoryLimit = 1 << 30
    /// From one look at its memory to the next, while something is captured.
    public var memoryInterval = Duration.seconds(1)
    /// Without work for so long, it is closed until it is needed again.
    public var idleLimit = Duration.seconds(600)
    public var limits = CaptureLimits()
    /// A fontconfig file instead of the system's, so that both engines see the same fonts.
    public var fontConfiguration: String?
    /// Where the browser's own folder is made; nil: `TMPDIR`, or `/tmp`.
    public var temporaryFolder: String?

    public init() {}
}
