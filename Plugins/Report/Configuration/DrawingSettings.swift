import PluginSDK

/// How reports are drawn.
public struct DrawingSettings: Settings {
    @Setting("Reports that are drawn at once; each lane keeps a page of pixels in memory.", in: 1...64)
    public var lanes = 2

    @Setting("Most pixels of all reports that are drawn at once; four bytes each.", in: 1_000_000...400_000_000)
    public var pixelBudget = 40_000_000

    @Setting("Folder of the operator's templates, each a folder in it; changes are noticed.")
    public var templates: String?

    @Setting("Folders of more fonts, beside Noto Sans CJK and DejaVu Sans.")
    public var fonts: [String] = []

    @Setting("The browser that draws templates in HTML.")
    public var browser = BrowserSection()

    public init() {}
}

/// The browser that draws templates in HTML. It is started when the first one is drawn.
public struct BrowserSection: Settings {
    @Setting("Whether templates in HTML are drawn at all; it needs chromium-headless-shell.")
    public var enabled = false

    @Setting("Its program; without it where Debian has it.")
    public var executable: String?

    @Setting("Pages that are drawn at once.", in: 1...16)
    public var tabs = 2

    @Setting("Chromium's own sandbox: auto leaves it out where the system does not allow it.")
    public var sandbox = BrowserSandbox.auto

    @Setting("How long a page may take, its waiting included.", in: .seconds(1) ... .seconds(600))
    public var deadline = Duration.seconds(30)

    @Setting("Pages after which the browser is replaced.", in: 1...100_000)
    public var pages = 100

    @Setting(
        "MiB of all its processes above which it is killed; it is replaced above three quarters.", in: 128...65_536)
    public var memory = 1024

    public init() {}
}

public enum BrowserSandbox: String, SettingChoice {
    case auto, on, off
}
