/// What a chart says, in sentences, for who does not see it.
///
/// Up to twelve values of a series are told; of more, how many there are and the greatest and the least.
func chartWords(_ spec: ChartSpec, _ data: ChartData) -> String {
    switch spec.language {
    case .korean: KoreanWords(spec: spec, data: data).text
    case .english: EnglishWords(spec: spec, data: data).text
    }
}

/// What both languages need to know of a chart.
struct ChartStory {
    static let most = 12

    let spec: ChartSpec
    let data: ChartData
    let numbers: NumberText

    init(_ spec: ChartSpec, _ data: ChartData) {
        self.spec = spec
        self.data = data
        numbers = NumberText(language: spec.language, unit: spec.unit)
    }

    struct Value {
        var label: String
        var value: Double
        var text: String

        /// A label that ends in a digit is kept from running into the number.
        var told: String { label + (label.last?.isNumber == true ? ": " : " ") + text }
    }

    func label(_ place: Int, _ nameless: (Int) -> String) -> String {
        data.labels[place].isEmpty ? nameless(place + 1) : data.labels[place]
    }

    func values(_ series: Int, nameless: (Int) -> String) -> [Value] {
        (0..<data.count).compactMap { place in
            guard let value = data.value(series, place) else { return nil }
            let note = data.series[series].points[place].note
            let number = numbers.value(value)
            let text = note.flatMap { $0.isEmpty || $0 == number ? nil : "\($0)(\(number))" } ?? number
            return Value(label: label(place, nameless), value: value, text: text)
        }
    }

    func missing(_ series: Int, nameless: (Int) -> String) -> [String] {
        guard data.series[series].points.contains(where: { $0.value != nil }) else { return [] }
        return data.series[series].points.indices.filter { data.series[series].points[$0].value == nil }.map {
            label($0, nameless)
        }
    }

    /// A mark's number; of a histogram it lies on the axis of the ranges, whose unit is not the values'.
    func number(of mark: ChartMark) -> String {
        spec.kind == .histogram
            ? NumberText(language: spec.language, unit: "").value(mark.value) : numbers.value(mark.value)
    }

    /// Whether the order of points is a course of time.
    var isCourse: Bool { spec.kind == .line || spec.kind == .area }
}
