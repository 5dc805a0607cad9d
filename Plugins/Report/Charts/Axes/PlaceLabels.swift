import ReportScene

/// The labels below upright bars and lines: which places are named, in how many lines.
struct PlaceLabels {
    let labels: [(place: Int, label: ChartLabel)]
    let height: Double

    static var none: PlaceLabels { PlaceLabels(labels: [], height: 0) }
    static let gap = 5.0

    /// Every place if there is room, in up to three lines; else every second, third, ... and the reader's own.
    init(sheet: ChartSheet, slot: Double) {
        let data = sheet.data
        let named = data.labels.indices.filter { !data.labels[$0].isEmpty }
        guard !named.isEmpty else {
            self = .none
            return
        }
        // Only the longest few are measured to decide: measuring is what costs.
        let longest = named.sorted { Self.length(data.labels[$0]) > Self.length(data.labels[$1]) }.prefix(3)
        let widest = longest.map { sheet.label(data.labels[$0]).size.width }.max() ?? 0
        let room = slot - Self.gap
        let wraps = widest > room && room >= sheet.em * 3
        let most = min(widest, max(sheet.em * 4, room))
        let stride = wraps || widest <= room ? 1 : max(1, Int(((most + Self.gap) / max(slot, 0.01)).rounded(.up)))
        let limit = wraps ? room : Double(stride) * slot - Self.gap
        // Counted from the reader's own place, which is always named.
        let start = data.isHere.firstIndex(of: true) ?? 0
        let shown = named.filter { ($0 - start).isMultiple(of: stride) }
        let lines = sheet.box.height >= sheet.line * 10 ? 3 : 2
        let accent = sheet.style.accent.readable(on: sheet.style.ground, least: 4.5)
        labels = shown.map { place in
            let isHere = data.isHere[place]
            return (
                place,
                sheet.label(
                    data.labels[place], ink: isHere ? accent : sheet.style.mutedInk, isBold: isHere,
                    limit: max(1, limit), lines: lines, isCentered: true)
            )
        }
        height = labels.map(\.label.size.height).max() ?? 0
    }

    private init(labels: [(place: Int, label: ChartLabel)], height: Double) {
        self.labels = labels
        self.height = height
    }

    /// About how wide a text is, without measuring: a Korean letter counts for two.
    static func length(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
    }

    func draw(on sheet: inout ChartSheet, center: (Int) -> Double, top: Double) {
        let isHere = sheet.data.isHere
        // The reader's own place first; the ends may be moved inwards.
        let order = labels.sorted { (isHere[$0.place] ? 0 : 1, $0.place) < (isHere[$1.place] ? 0 : 1, $1.place) }
        for (place, label) in order {
            let size = label.size
            let middle = center(place) - size.width / 2
            let left = max(0, min(sheet.box.maxX - size.width, middle))
            let box = Rect(x: left, y: top, width: size.width, height: size.height)
            if sheet.isFree(box) {
                sheet.draw(label, in: box)
            } else {
                sheet.drop(label.words, ChartSheet.thinned)
            }
        }
        let missing = sheet.data.labels.indices.filter { place in
            !sheet.data.labels[place].isEmpty && !labels.contains { $0.place == place }
        }
        if let first = missing.first {
            sheet.drop(sheet.data.labels[first], ChartSheet.thinned, count: missing.count)
        }
    }
}
