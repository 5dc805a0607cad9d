/// A chart in Korean sentences.
struct KoreanWords {
    private let story: ChartStory

    init(spec: ChartSpec, data: ChartData) { story = ChartStory(spec, data) }

    private func nameless(_ number: Int) -> String { "\(number)번째" }

    var text: String {
        let data = story.data
        let title = story.spec.title.isEmpty ? "" : story.spec.title + " "
        var sentences = ["\(title)\(kind)입니다."]
        guard !data.isEmpty else { return sentences[0] + " 표시할 자료가 없습니다." }
        let series = story.spec.kind == .donut || story.spec.kind == .histogram ? 0..<1 : data.series.indices
        for index in series { sentences += tell(index) }
        for place in data.isHere.indices where data.isHere[place] && story.spec.kind == .histogram {
            sentences.append("내 위치는 \(story.label(place, nameless)) 구간입니다.")
        }
        for mark in data.marks {
            let number = story.number(of: mark)
            sentences.append(mark.label.isEmpty ? "기준선은 \(number)입니다." : "\(Self.topic(mark.label)) \(number)입니다.")
        }
        return sentences.joined(separator: " ")
    }

    private func tell(_ index: Int) -> [String] {
        let values = story.values(index, nameless: nameless)
        let name = story.data.series[index].name
        let subject = name.isEmpty ? "" : Self.topic(name) + " "
        guard let most = values.max(by: { $0.value < $1.value }), let least = values.min(by: { $0.value < $1.value })
        else { return name.isEmpty ? [] : ["\(subject)값이 없습니다."] }
        var sentences: [String] = []
        if values.count <= ChartStory.most {
            let list = values.map(\.told).joined(separator: ", ")
            sentences.append("\(subject)\(list)입니다.")
        } else {
            sentences.append("\(subject)값이 모두 \(values.count)개입니다.")
        }
        if index == 0, values.count > 3, most.value > least.value {
            sentences.append("가장 높은 값은 \(most.told), 가장 낮은 값은 \(least.told)입니다.")
        }
        if story.isCourse, values.count > 1, let first = values.first, let last = values.last {
            let change = last.value - first.value
            let size = story.numbers.value(abs(change))
            sentences.append(
                change == 0
                    ? "처음과 마지막 값이 같습니다."
                    : "처음보다 마지막 값이 \(size) \(change > 0 ? "높습니다" : "낮습니다").")
        }
        let missing = story.missing(index, nameless: nameless)
        if !missing.isEmpty, missing.count <= ChartStory.most {
            sentences.append("값이 없는 것은 \(missing.joined(separator: ", "))입니다.")
        } else if !missing.isEmpty {
            sentences.append("값이 없는 것은 \(missing.count)개입니다.")
        }
        return sentences
    }

    private var kind: String {
        switch story.spec.kind {
        case .bar, .grouped, .hbar: "막대그래프"
        case .stacked: "누적 막대그래프"
        case .line: "꺾은선그래프"
        case .area: "영역그래프"
        case .radar: "방사형그래프"
        case .donut: "원그래프"
        case .histogram: "분포 그래프"
        }
    }

    /// The word with the particle of a topic, which follows the last sound: 은 after a consonant, 는 after a vowel.
    static func topic(_ word: String) -> String {
        guard let last = word.unicodeScalars.last else { return word }
        switch last.value {
        case 0xAC00...0xD7A3:
            // Syllables are ordered by 28 final sounds, the first of which is none.
            return word + ((last.value - 0xAC00).isMultiple(of: 28) ? "는" : "은")
        case 0x30...0x39:
            // 이, 사, 오 and 구 end in a vowel.
            return word + ([0x32, 0x34, 0x35, 0x39].contains(last.value) ? "는" : "은")
        // 퍼센트 and most letters end in a vowel; 엘, 엠, 엔 and 아르 do not.
        case 0x25: return word + "는"
        case 0x41...0x5A: return word + ("LMNR".unicodeScalars.contains(last) ? "은" : "는")
        default: return word + "은(는)"
        }
    }
}
