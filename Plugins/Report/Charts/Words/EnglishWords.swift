/// A chart in English sentences.
struct EnglishWords {
    private let story: ChartStory

    init(spec: ChartSpec, data: ChartData) { story = ChartStory(spec, data) }

    private func nameless(_ number: Int) -> String { "number \(number)" }

    var text: String {
        let data = story.data
        let title = story.spec.title
        var sentences = [title.isEmpty ? "This is a \(kind)." : "\(title), shown as a \(kind)."]
        guard !data.isEmpty else { return sentences[0] + " There are no data to show." }
        let series = story.spec.kind == .donut || story.spec.kind == .histogram ? 0..<1 : data.series.indices
        for index in series { sentences += tell(index) }
        for place in data.isHere.indices where data.isHere[place] && story.spec.kind == .histogram {
            sentences.append("Your place is in the range \(story.label(place, nameless)).")
        }
        for mark in data.marks {
            let number = story.number(of: mark)
            sentences.append(
                mark.label.isEmpty ? "A reference line stands at \(number)." : "\(mark.label) is \(number).")
        }
        return sentences.joined(separator: " ")
    }

    private func tell(_ index: Int) -> [String] {
        let values = story.values(index, nameless: nameless)
        let name = story.data.series[index].name
        guard let most = values.max(by: { $0.value < $1.value }), let least = values.min(by: { $0.value < $1.value })
        else { return name.isEmpty ? [] : ["\(name) has no values."] }
        var sentences: [String] = []
        let subject = name.isEmpty ? "The values" : name
        if values.count <= ChartStory.most {
            let list = values.map(\.told)
            sentences.append("\(subject): \(joined(list)).")
        } else {
            sentences.append("\(name.isEmpty ? "There are" : "\(name) has") \(values.count) values.")
        }
        if index == 0, values.count > 3, most.value > least.value {
            sentences.append(
                "The highest is \(most.label) with \(most.text), the lowest is \(least.label) with \(least.text).")
        }
        if story.isCourse, values.count > 1, let first = values.first, let last = values.last {
            let change = last.value - first.value
            let size = story.numbers.value(abs(change))
            sentences.append(
                change == 0
                    ? "The last value equals the first."
                    : "The last value is \(size) \(change > 0 ? "higher" : "lower") than the first.")
        }
        let missing = story.missing(index, nameless: nameless)
        if !missing.isEmpty {
            let what = missing.count <= ChartStory.most ? joined(missing) : "\(missing.count) places"
            sentences.append("There is no value for \(what).")
        }
        return sentences
    }

    private func joined(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    private var kind: String {
        switch story.spec.kind {
        case .bar, .grouped: "bar chart"
        case .hbar: "horizontal bar chart"
        case .stacked: "stacked bar chart"
        case .line: "line chart"
        case .area: "area chart"
        case .radar: "radar chart"
        case .donut: "donut chart"
        case .histogram: "distribution chart"
        }
    }
}
