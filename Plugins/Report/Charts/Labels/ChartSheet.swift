import ReportScene

/// What a chart is drawn onto: items in the order of drawing, labels that keep apart, findings.
struct ChartSheet {
    let spec: ChartSpec
    /// With readable colours.
    let style: ChartStyle
    let data: ChartData
    let numbers: NumberText
    let box: Rect
    let measurer: any TextMeasurer

    private(set) var items: [SceneItem] = []
    var findings: [ChartFinding] = []
    /// Boxes of the labels that are placed.
    private(set) var taken: [Rect] = []
    /// Labels that were left out, by what they are.
    private var dropped: [(what: String, count: Int, words: String)] = []

    static let lineHeight = 1.25

    init(
        _ spec: ChartSpec, data: ChartData, style: ChartStyle, size: Size, measurer: any TextMeasurer,
        findings: [ChartFinding]
    ) {
        self.spec = spec
        self.data = data
        self.style = style
        self.measurer = measurer
        self.findings = findings
        box = Rect(origin: .zero, size: size)
        numbers = NumberText(language: spec.language, unit: spec.unit)
    }

    /// The height of one line of the usual size.
    var line: Double { (style.fontSize * Self.lineHeight).rounded(.up) }
    var em: Double { style.fontSize }

    // MARK: Drawing

    mutating func add(_ more: [SceneItem]) { items += more }
    mutating func fill(_ path: Path, _ color: Color) { items.append(.fill(path, .solid(color))) }

    mutating func stroke(_ path: Path, _ color: Color, width: Double = 1, dash: [Double] = []) {
        items.append(.stroke(path, Stroke(width: width, color: color, dash: dash)))
    }

    mutating func shape(_ shape: some ChartShape, _ pattern: FillPattern, _ color: Color) {
        items += pattern.items(shape, color: color, on: style.ground)
    }

    func color(_ series: Int) -> Color {
        let all = style.palette
        let own = data.series[series].color?.over(style.ground).readable(on: style.ground, least: 3)
        return own ?? all[series % all.count]
    }

    func pattern(_ series: Int) -> FillPattern {
        .of(series, of: data.series.count, inkSaving: style.inkSaving)
    }

    // MARK: Labels

    /// - Parameters:
    ///   - limit: pixels; a longer text is wrapped into `lines` lines and then cut.
    func label(
        _ words: String, ink: Color? = nil, isBold: Bool = false, scale: Double = 1, limit: Double? = nil,
        lines: Int = 1, isCentered: Bool = false
    ) -> ChartLabel {
        let size = style.fontSize * scale
        let ink = ink ?? style.ink
        let font = Font(family: style.fontFamily, size: size, weight: isBold ? 700 : 400)
        let runs = [TextRun(words, font: font, color: ink)]
        var paragraph = ParagraphStyle(
            alignment: .start, wrapping: .none, lineHeight: Self.lineHeight, maxLines: words.contains("\n") ? lines : 1,
            language: spec.language.rawValue)
        if isCentered { paragraph.alignment = .center }
        var text = measurer.measure(runs, style: paragraph, width: nil)
        var width = text.size.width
        if let limit, width > limit, limit > 0 {
            paragraph.wrapping = .words
            paragraph.maxLines = max(1, lines)
            text = measurer.measure(runs, style: paragraph, width: limit)
            if text.isCut, lines > 1 {
                // Words that are whole are better than broken ones, and broken ones better than none.
                paragraph.wrapping = .letters
                let broken = measurer.measure(runs, style: paragraph, width: limit)
                if !broken.isCut { text = broken }
            }
            width = limit
        }
        return ChartLabel(text: text, words: words, ink: ink, isBold: isBold, fontSize: size, width: width)
    }

    /// Whether a label may lie there.
    func isFree(_ place: Rect) -> Bool {
        let room = place.grown(by: Self.labelMargin)
        return box.contains(place, slack: 0.01) && !taken.contains { $0.overlaps(room) }
    }

    /// Keeps labels away from something.
    mutating func take(_ place: Rect) { taken.append(place) }

    /// Draws a label in the first of its places that is free.
    ///
    /// - Parameters:
    ///   - shapes: what a label on the ground must not touch.
    ///   - lines: what it should not lie on.
    ///   - mayLieOnLine: whether a place on a line is better than none.
    /// - Returns: where it lies now; nil: there was no place.
    @discardableResult
    mutating func place(
        _ wish: LabelWish, shapes: [Rect] = [], lines: [(Point, Point)] = [], mayLieOnLine: Bool = true
    ) -> Rect? {
        var second: LabelSpot?
        for spot in wish.spots where isFree(spot.box) {
            if spot.ground == nil, shapes.contains(where: { $0.overlaps(spot.box) }) { continue }
            if lines.contains(where: { spot.box.isCrossed(from: $0.0, to: $0.1) }) {
                if second == nil { second = spot }
                continue
            }
            return put(wish.label, spot)
        }
        guard mayLieOnLine, let second else { return nil }
        return put(wish.label, second)
    }

    private mutating func put(_ label: ChartLabel, _ spot: LabelSpot) -> Rect {
        var label = label
        if let ground = spot.ground {
            let ink = Color.ink(on: ground, [style.ink, style.ground])
            if ink != label.ink {
                label = self.label(label.words, ink: ink, isBold: label.isBold, scale: label.fontSize / style.fontSize)
            }
        }
        draw(label, in: spot.box)
        return spot.box
    }

    /// Draws a label where its place is sure.
    mutating func draw(_ label: ChartLabel, in place: Rect) {
        guard box.contains(place, slack: 0.01) else {
            drop(label.words, "labels")
            return
        }
        if label.text.isCut {
            findings.append(
                ChartFinding(
                    .labelCut, .note, "\"\(label.words.prefix(60))\" is longer than its place and was cut.", box: place)
            )
        }
        items.append(label.item(in: place))
        taken.append(place)
    }

    /// Notes that a label had no place; `what` names its kind: `axis labels`.
    mutating func drop(_ words: String, _ what: String, count: Int = 1) {
        if let index = dropped.firstIndex(where: { $0.what == what }) {
            dropped[index].count += count
        } else {
            dropped.append((what, count, words))
        }
    }

    func drawing(alternative: String) -> ChartDrawing {
        let severity: ChartFinding.Severity = spec.labels == .all ? .warning : .note
        let missing = dropped.map { what, count, words in
            ChartFinding(
                .labelDropped, what == Self.thinned ? .note : severity,
                "\(count) \(what) had no free place and were left out, \"\(words.prefix(60))\" among them.", box: box)
        }
        return ChartDrawing(items: items, alternative: alternative, findings: findings + missing)
    }

    static let thinned = "axis labels"
    static let labelMargin = 1.0
}
