/// What comes directly after another in a ranking, and which of two grades more have.
extension Check {
    /// `독서 다음으로 낮은 유형은 문법`: nothing lies between the two.
    mutating func checkNextTo() {
        for index in tokens.indices.dropLast() where tokens[index].term == .next && !passage.isEnglish && index > 0 {
            guard tokens[index - 1].isSubject, tokens[index - 1].ending.isEmpty,
                let one = passage.groups.last(where: { $0.tokens.upperBound == index }), one.elements.count == 1,
                let isLow = adjective(after: index),
                let other = passage.groups.first(where: { $0.tokens.lowerBound > index && $0.kind == one.kind }),
                other.elements.count == 1, let element = one.elements.first, let following = other.elements.first,
                let from = orderValue(one.kind, element), let value = orderValue(one.kind, following)
            else { continue }
            let all = one.kind == .types ? sheet.types.map(\.rate) : sheet.ranked.map(\.rate)
            let farther = all.filter { isLow ? $0 > from + 1e-9 : $0 < from - 1e-9 }
            let expected = isLow ? farther.min() : farther.max()
            if abs(value - from) <= 1e-9 || expected.map({ abs($0 - value) <= 1e-9 }) ?? true { continue }
            report(
                .rank, one.tokens.lowerBound..<other.tokens.upperBound, "순서가 자료와 다릅니다.", "The data give another order.")
        }
    }

    private func adjective(after index: Int) -> Bool? {
        switch tokens[index + 1].term {
        case .lower, .hard, .weak: true
        case .higher, .easy, .strong: false
        default: nil
        }
    }

    /// `2등급이 1등급보다 많습니다`.
    mutating func checkMoreOfGrades() {
        guard !sheet.isStudent, !passage.isEnglish else { return }
        for place in tokens.indices where passage.groupOf[place] >= 0 && tokens[place].ending.hasPrefix("보다") {
            let reference = passage.groups[passage.groupOf[place]]
            let near = tokens.indices.filter { $0 > place && passage.clause[$0] == passage.clause[place] }
            guard reference.kind == .grades, reference.elements.count == 1,
                let verb = near.first(where: { tokens[$0].term == .more || tokens[$0].term == .fewer }),
                let subject = passage.groups.last(where: {
                    $0.kind == .grades && $0.tokens.lowerBound < verb && $0.tokens != reference.tokens
                        && passage.clause[$0.tokens.lowerBound] == passage.clause[place]
                }), subject.elements.count == 1, let one = subject.elements.first, let other = reference.elements.first,
                let count = orderValue(.grades, one), let than = orderValue(.grades, other)
            else { continue }
            if tokens[verb].term == .more ? count > than : count < than { continue }
            report(
                .direction, min(subject.tokens.lowerBound, place)..<verb + 1, "어느 등급이 더 많은지가 자료와 다릅니다.",
                "Which grade more students have is not what the data say.")
        }
    }
}
