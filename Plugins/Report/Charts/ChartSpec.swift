import ReportScene

/// What a chart says: its kind, its numbers, and what is written beside them. How it looks is the `ChartStyle`'s.
public struct ChartSpec: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Upright bars, one for each point; several series stand side by side, as in `grouped`.
        case bar
        /// Upright bars of several series side by side.
        case grouped
        /// Upright bars of several series on top of each other; negative parts hang below the line.
        case stacked
        /// Lying bars, the labels before them.
        case hbar
        /// One line for each series; missing values are gaps.
        case line
        /// Lines with a tinted ground.
        case area
        /// A spoke for each point, an outline for each series. Fewer than three points are drawn as `hbar`.
        case radar
        /// Shares of the first series around a hole with a text in it.
        case donut
        /// Bars without gaps over ranges that follow each other; a point that `isHere` is where the reader stands.
        case histogram
    }

    /// Which values are written out.
    public enum ValueLabels: String, Sendable, Hashable, CaseIterable {
        case none
        /// Those that fit without touching anything; the least important are left out, which is noted.
        case auto
        /// All; the ones that have to be left out become warnings.
        case all
    }

    public enum Language: String, Sendable, Hashable, CaseIterable {
        case korean = "ko"
        case english = "en"
    }

    public var kind: Kind
    public var series: [ChartSeries]
    /// Lines across the chart at a value.
    public var marks: [ChartMark]
    /// The ends of the value axis; nil: chosen so that all values fit. Zero is always within them for bars.
    public var minimum: Double?
    public var maximum: Double?
    /// Written after the numbers of labels and words: `점`, `%`.
    public var unit: String
    public var labels: ValueLabels
    /// nil: when there is more than one series, or a donut.
    public var legend: Bool?
    /// Lines at the ticks of the value axis, with the tick's number.
    public var grid: Bool
    /// What the chart is about, for its words: `최근 성적`. Not drawn.
    public var title: String
    /// In place of the words made of the numbers.
    public var alternative: String?
    /// Drawn in the middle of a chart that has no value.
    public var emptyText: String
    /// Within the hole of a donut: a large line and a small one below.
    public var centerText: String?
    public var centerNote: String?
    /// Of the words that the chart makes itself.
    public var language: Language

    public init(
        kind: Kind, series: [ChartSeries], marks: [ChartMark] = [], minimum: Double? = nil, maximum: Double? = nil,
        unit: String = "", labels: ValueLabels = .auto, legend: Bool? = nil, grid: Bool = true, title: String = "",
        alternative: String? = nil, emptyText: String? = nil, centerText: String? = nil, centerNote: String? = nil,
        language: Language = .korean
    ) {
        self.kind = kind
        self.series = series
        self.marks = marks
        self.minimum = minimum
        self.maximum = maximum
        self.unit = unit
        self.labels = labels
        self.legend = legend
        self.grid = grid
        self.title = title
        self.alternative = alternative
        self.emptyText = emptyText ?? (language == .korean ? "자료 없음" : "No data")
        self.centerText = centerText
        self.centerNote = centerNote
        self.language = language
    }
}

/// Values that belong together: what one colour stands for.
public struct ChartSeries: Sendable, Hashable {
    public var name: String
    /// nil: the next one of the style's palette.
    public var color: Color?
    public var points: [ChartPoint]

    public init(name: String, color: Color? = nil, points: [ChartPoint]) {
        self.name = name
        self.color = color
        self.points = points
    }
}

public struct ChartPoint: Sendable, Hashable {
    /// Names the place on the axis. Points of several series share a place by their order; the first series' label is
    /// the one that is written.
    public var label: String
    /// nil: not known; a gap.
    public var value: Double?
    /// Written in place of the number: `3등급`. The number itself stays what is drawn.
    public var note: String?
    /// The reader's own place: drawn in the accent colour, marked and named.
    public var isHere: Bool

    public init(label: String, value: Double?, note: String? = nil, isHere: Bool = false) {
        self.label = label
        self.value = value
        self.note = note
        self.isHere = isHere
    }
}

/// A line across the chart at a value: an average, a pass mark.
public struct ChartMark: Sendable, Hashable {
    public var value: Double
    /// Written at the line's end, before the number.
    public var label: String
    /// nil: the style's ink.
    public var color: Color?

    public init(value: Double, label: String, color: Color? = nil) {
        self.value = value
        self.label = label
        self.color = color
    }
}
