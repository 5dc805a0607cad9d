import ReportCharts
import ReportScene

/// What a school's reports look like: colours, numbers and fonts by name, and styles that markup refers to by class.
public struct Theme: Sendable {
    /// `$name` where a colour may stand.
    public internal(set) var palette: [String: Color] = [:]
    /// `$name` where a number may stand.
    public internal(set) var numbers: [String: Double] = [:]
    /// Families by the name that `font` takes.
    public internal(set) var fonts: [String: String] = [:]
    /// Other names of assets: `$name` where a picture may stand.
    public internal(set) var assets: [String: String] = [:]
    public internal(set) var charts = ChartStyle()
    /// By class, with what they inherit.
    var styles: [String: [StyleProperty.Named]] = [:]
    /// By element: what every element of that name begins with.
    var elements: [String: [StyleProperty.Named]] = [:]
    /// What texts begin with that say nothing else.
    var text = TextStyle()

    /// Without names; black on white.
    public init() {}

    /// The families that are named anywhere, each once, for the check that their fonts are there.
    public var families: [String] {
        var found = Set(fonts.values).union([text.font.family, charts.fontFamily])
        for style in [styles, elements].flatMap(\.values) {
            for case .font(let family) in style.map(\.property) { found.insert(family) }
        }
        return found.sorted()
    }
}
