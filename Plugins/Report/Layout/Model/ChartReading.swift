import ReportCharts
import ReportMarkup
import ReportScene

extension DocumentReader {
    mutating func readChart(_ element: Element, _ context: Context) -> Int {
        let style = self.style(of: element, context)
        let values = values
        var look = theme.charts
        var inner = context
        enter(style, &inner)
        look.ground = inner.ground
        if let colors = element["colors"] {
            let place = element.place(of: "colors")
            let palette = colors.split(separator: " ").compactMap { color(String($0), "colors", at: place) }
            if palette.isEmpty { note("colors: write at least one colour", at: place) } else { look.palette = palette }
        }
        if let accent = value(element, "accent", { values.color($0) }) { look.accent = accent }
        if let size = value(element, "label-size", { values.fontSize($0) }) { look.fontSize = size }
        if element["kind"] == nil {
            note(
                "kind: a chart needs a kind"
                    + NearMiss.suggestion(for: "", among: ChartSpec.Kind.allCases.map(\.rawValue)), at: element.position
            )
        }
        let (series, marks) = readSeries(element)
        let spec = ChartSpec(
            kind: word(element, "kind", ChartSpec.Kind.self) ?? .bar, series: series, marks: marks,
            minimum: optionalNumber(element, "min"), maximum: optionalNumber(element, "max"),
            unit: element["unit"] ?? "", labels: word(element, "labels", ChartSpec.ValueLabels.self) ?? .auto,
            legend: flag(element, "legend"), grid: flag(element, "grid") ?? true, title: element["title"] ?? "",
            alternative: element["alt"], emptyText: element["empty"], centerText: element["center"],
            centerNote: element["center-note"], language: document.language.hasPrefix("ko") ? .korean : .english)
        let aspect = value(element, "aspect", { values.number($0, within: 0.1...20) }) ?? 1.8
        return add(
            BoxModel(
                element: "chart", place: element.position,
                kind: .chart(ChartModel(spec: spec, style: look, aspect: aspect)), style: faded(style.box, context),
                flow: FlowStyle()))
    }

    private mutating func readSeries(_ chart: Element) -> (series: [ChartSeries], marks: [ChartMark]) {
        var series: [ChartSeries] = []
        var marks: [ChartMark] = []
        let values = values
        for child in chart.children {
            guard case .element(let element) = child else {
                if case .text(let text) = child { refuseText(text, in: chart) }
                continue
            }
            switch element.name {
            case "series":
                checkAttributes(element)
                series.append(
                    ChartSeries(
                        name: element["name"] ?? "", color: value(element, "color") { values.color($0) },
                        points: readPoints(element)))
            case "mark":
                checkAttributes(element)
                checkEmpty(element)
                if let number = optionalNumber(element, "value") {
                    marks.append(
                        ChartMark(
                            value: number, label: element["label"] ?? "",
                            color: value(element, "color") { values.color($0) }))
                }
            default: refuse(element, in: chart, allowed: ["series", "mark"])
            }
        }
        return (series, marks)
    }

    private mutating func readPoints(_ series: Element) -> [ChartPoint] {
        var points: [ChartPoint] = []
        for child in series.children {
            guard case .element(let element) = child else {
                if case .text(let text) = child { refuseText(text, in: series) }
                continue
            }
            guard element.name == "point" else {
                refuse(element, in: series, allowed: ["point"])
                continue
            }
            checkAttributes(element)
            checkEmpty(element)
            points.append(
                ChartPoint(
                    label: element["label"] ?? "", value: optionalNumber(element, "value"), note: element["note"],
                    isHere: flag(element, "here") ?? false))
        }
        return points
    }

    /// An empty value is one that is not known.
    private mutating func optionalNumber(_ element: Element, _ name: String) -> Double? {
        guard element[name] != "" else { return nil }
        let values = values
        return value(element, name) { values.number($0, within: -1e9...1e9) }
    }

    private mutating func color(_ text: String, _ name: String, at place: MarkupPosition) -> Color? {
        switch values.color(text) {
        case .success(let color): return color
        case .failure(let problem):
            note("\(name): \(problem.message)", at: place)
            return nil
        }
    }
}
