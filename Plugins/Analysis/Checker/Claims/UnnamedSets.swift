/// Rates that are said of a number of questions or types without their names.
extension Check {
    /// `여섯 유형 중 세 유형이 100%`, "3 types share the highest rate, 100%": as many have it.
    func isRateOfSome(_ index: Int, _ quantity: Quantity) -> Bool {
        guard quantity.bound == nil else { return false }
        let places = tokens.indices.filter { place in
            guard let count = tokens[place].quantity, count.decimals == 0, !count.isFraction, !explained.contains(place)
            else { return false }
            return [.typeCount, .questions, .pieces].contains(count.unit) && abs(place - index) <= 8
                && !isAmongWord(place + 1) && !isNamed(between: place, and: index)
        }
        return places.contains { place in
            guard let count = tokens[place].quantity else { return false }
            let types = sheet.types.count { Agreement.holds(quantity, $0.rate) }
            let questions = sheet.ranked.count { Agreement.holds(quantity, $0.rate) }
            switch count.unit {
            case .typeCount: return Agreement.holdsAsCount(count, types)
            case .questions: return Agreement.holdsAsCount(count, questions)
            default: return Agreement.holdsAsCount(count, types) || Agreement.holdsAsCount(count, questions)
            }
        }
    }

    private func isNamed(between one: Int, and other: Int) -> Bool {
        (min(one, other)..<max(one, other)).contains { tokens[$0].isSubject }
    }

    /// "question 1 was easier than question 7, at 90% against 45%": as many rates as names, in their order.
    func isPairedRate(_ index: Int, _ quantity: Quantity) -> Bool {
        let groups = passage.groups.filter { $0.kind != .grades && !$0.isAttribute }
        let elements = groups.flatMap { group in group.elements.map { (group.kind, $0) } }
        let rates = tokens.indices.filter {
            tokens[$0].quantity.map { $0.unit == .percent && $0.bound == nil } ?? false
        }
        guard groups.count > 1, elements.count == rates.count, let first = rates.first,
            let place = rates.firstIndex(of: index),
            groups.allSatisfy({ $0.tokens.upperBound <= first })
        else { return false }
        let (kind, element) = elements[place]
        return orderValue(kind, element).map { Agreement.holds(quantity, $0) } ?? false
    }
}
