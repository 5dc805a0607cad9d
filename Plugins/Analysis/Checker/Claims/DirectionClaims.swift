/// Above or below: the average, another type, another question.
extension Check {
    enum Entity {
        case points(Double)
        case rate(Double)
    }

    mutating func checkDirections() {
        for index in tokens.indices {
            guard let isAbove = direction(index), !isBound(index) else { continue }
            guard let reference = reference(of: index) else {
                checkGapAlone(index, isAbove)
                continue
            }
            let subjects = subjects(of: index, against: reference)
            guard !subjects.isEmpty else { continue }
            let gap = gap(of: index)
            let holds = subjects.contains { subject in
                reference.values.contains { value in
                    guard let difference = Self.difference(subject, value) else { return false }
                    if let gap, !Agreement.holdsAsDifference(gap, difference) { return false }
                    return isAbove
                        ? difference > -1e-9 && (difference > 1e-9 || gap?.value == 0)
                        : difference < 1e-9 && (difference < -1e-9 || gap?.value == 0)
                }
            }
            guard !holds else { continue }
            // Without one side by name only the direction is judged, and only when nothing else fits.
            report(
                .direction, min(reference.index, index)..<max(reference.index, index) + 1,
                "높고 낮음이나 차이가 자료와 다릅니다.", "The direction or the size of the difference is not that of the data.")
        }
    }

    /// `평균이 64점이니 12점가량 낮은`: the student's distance to the average, with nothing to compare beside it.
    mutating func checkGapAlone(_ index: Int, _ isAbove: Bool) {
        guard let score = sheet.score, passage.terms.contains(.average), let gap = gap(of: index), gap.unit == .points
        else { return }
        let difference = score - sheet.average
        guard Agreement.holdsAsDifference(gap, difference), abs(difference) > 1e-9, (difference > 0) != isAbove else {
            return
        }
        report(
            .direction, index..<index + 1, "높고 낮음이 자료와 다릅니다.",
            "The direction of the difference is not that of the data.")
    }

    static func difference(_ one: Entity, _ other: Entity) -> Double? {
        switch (one, other) {
        case (.points(let one), .points(let other)), (.rate(let one), .rate(let other)): one - other
        default: nil
        }
    }

    func direction(_ index: Int) -> Bool? {
        switch tokens[index].term {
        case .higher, .above: true
        case .lower, .below: false
        case .notReaching: false
        case .over: passage.isEnglish ? (index > 0 && tokens[index - 1].quantity?.unit == .points ? true : nil) : true
        case .under: passage.isEnglish && index > 0 && tokens[index - 1].quantity?.unit == .points ? false : nil
        case .strong where !passage.isEnglish, .easy where !passage.isEnglish: true
        case .weak where !passage.isEnglish, .hard where !passage.isEnglish: false
        default: nil
        }
    }

    /// Part of a bound: `50%를 밑돈`, "below 46%".
    func isBound(_ index: Int) -> Bool {
        if passage.isEnglish {
            guard index + 1 < tokens.count, let next = tokens[index + 1].quantity, next.bound != nil else {
                return false
            }
            return true
        }
        return [index - 1, index - 2].contains { place in
            guard place >= 0, tokens[place].quantity?.bound != nil else { return false }
            return tokens[index].term == .over || !tokens[place].ending.isEmpty
        }
    }

    // MARK: What, and how far

    func subjects(of index: Int, against reference: Reference) -> [Entity] {
        let first = min(reference.index, index)
        let kinds: Set<Group.Kind> = [.questions, .types]
        let other =
            passage.groups.last { group in
                kinds.contains(group.kind) && group.tokens.upperBound <= max(index, first)
                    && !group.tokens.contains(reference.index)
                    && group.tokens != reference.group?.tokens
                    && passage.clause[group.tokens.lowerBound] == passage.clause[index]
            }
            ?? (reference.group == nil
                ? nil
                : passage.groups.last {
                    kinds.contains($0.kind) && $0.tokens.upperBound <= first && $0.tokens != reference.group?.tokens
                })
        if let other, reference.values.contains(where: { if case .rate = $0 { true } else { false } }) {
            return entities(other)
        }
        if other != nil { return [] }
        guard reference.group == nil else { return [] }
        let clause = passage.clause[index]
        let named = tokens.indices.filter { passage.clause[$0] == clause && $0 < first && $0 != reference.index }
            .compactMap { place -> Entity? in
                switch tokens[place].term {
                case .highest: isMeasured(place, reference) ? sheet.highest.map { .points($0) } : nil
                case .lowest: isMeasured(place, reference) ? sheet.lowest.map { .points($0) } : nil
                case .average: isMeasured(place, reference) ? .points(sheet.average) : nil
                default: nil
                }
            }
        if let last = named.first { return [last] }
        if let score = sheet.score {
            return sheet.types.isEmpty || !has(.correctRate, inClauseOf: index) ? [.points(score)] : []
        }
        // The average itself, when it is not what is compared with.
        if gap(of: index)?.unit == .percentPoints || tokens.contains(where: { $0.term == .correctRate }) {
            return (passage.groups + context.groups).filter { kinds.contains($0.kind) }.flatMap { entities($0) }
        }
        let average = Entity.points(sheet.average)
        if reference.values.contains(where: { if case .points(sheet.average) = $0 { true } else { false } }) {
            return []
        }
        return [average]
    }

    /// Not the token that the reference itself is made of.
    func isMeasured(_ place: Int, _ reference: Reference) -> Bool {
        !(place + 1...place + 3).contains(reference.index) || tokens[place].ending == "은" || tokens[place].ending == "는"
            || tokens[place].ending == "이"
    }

    func gap(of index: Int) -> Quantity? {
        for place in stride(from: index - 1, through: max(0, index - 4), by: -1) {
            if let quantity = tokens[place].quantity {
                guard quantity.unit == .points || quantity.unit == .percentPoints,
                    !tokens[place].ending.hasPrefix("보다"),
                    !["을", "를", "에"].contains(tokens[place].ending) || !comparesDirectly(index)
                else { return nil }
                return quantity
            }
            if tokens[place].isSubject { return nil }
        }
        return nil
    }
}
