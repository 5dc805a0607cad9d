import ReportScene

/// How charts look: a theme's part for them. Lengths are CSS pixels.
public struct ChartStyle: Sendable, Hashable {
    public var fontFamily: String
    /// Of labels, ticks and the legend.
    public var fontSize: Double
    /// Labels' and numbers' colour.
    public var ink: Color
    /// Ticks' and names' colour.
    public var mutedInk: Color
    public var grid: Color
    /// Line on which bars stand.
    public var axis: Color
    /// What the chart lies on: gaps, and the base of contrast. Opaque.
    public var ground: Color
    /// Series in turn, and the shares of a donut.
    public var palette: [Color]
    /// The reader's own place.
    public var accent: Color
    /// Of lines and outlines.
    public var lineWidth: Double
    /// Of the free ends of bars.
    public var barRadius: Double
    /// Outlines and patterns in place of fills: less ink.
    public var inkSaving: Bool

    public init(
        fontFamily: String = Font(size: 12).family, fontSize: Double = 12,
        ink: Color = Color(red: 0.11, green: 0.14, blue: 0.20),
        mutedInk: Color = Color(red: 0.36, green: 0.41, blue: 0.49),
        grid: Color = Color(red: 0.90, green: 0.92, blue: 0.94),
        axis: Color = Color(red: 0.72, green: 0.75, blue: 0.80), ground: Color = .white,
        palette: [Color] = ChartStyle.usualPalette, accent: Color = Color(red: 0.761, green: 0.255, blue: 0.047),
        lineWidth: Double = 2, barRadius: Double = 4, inkSaving: Bool = false
    ) {
        self.fontFamily = fontFamily
        self.fontSize = fontSize
        self.ink = ink
        self.mutedInk = mutedInk
        self.grid = grid
        self.axis = axis
        self.ground = ground
        self.palette = palette
        self.accent = accent
        self.lineWidth = lineWidth
        self.barRadius = barRadius
        self.inkSaving = inkSaving
    }

    /// Six colours that differ in lightness as well as in hue, each at least 3:1 against white.
    public static let usualPalette: [Color] = [
        Color(red: 0.145, green: 0.388, blue: 0.922), Color(red: 0.043, green: 0.478, blue: 0.459),
        Color(red: 0.486, green: 0.227, blue: 0.929), Color(red: 0.604, green: 0.404, blue: 0),
        Color(red: 0.278, green: 0.333, blue: 0.412), Color(red: 0.745, green: 0.094, blue: 0.365),
    ]
}
