/// Bounds of the scores of all: `모두 30점 이상`, "nobody scored above 90".
extension Check {
    /// Whether the highest and the lowest score agree; nil when the number is no bound of everybody's score.
    func boundOfEverybody(_ index: Int, _ quantity: Quantity) -> Bool? {
        guard let bound = quantity.bound, let highest = sheet.highest, let lowest = sheet.lowest,
            !isNamedBefore(index)
        else { return nil }
        let places = tokens.indices.filter { passage.clause[$0] == passage.clause[index] }
        if places.contains(where: { speaksOfNobody($0) }) { return !bound.contains(highest) && !bound.contains(lowest) }
        if places.contains(where: { speaksOfEverybody($0) }) {
            return bound.contains(highest) && bound.contains(lowest)
        }
        return nil
    }

    private func isNamedBefore(_ index: Int) -> Bool {
        passage.groups.contains { $0.kind != .grades && passage.clause[$0.tokens.lowerBound] == passage.clause[index] }
    }

    private func speaksOfNobody(_ place: Int) -> Bool {
        guard tokens[place].term == .nobody else { return false }
        return !isTextBeginning(place + 1, ["reason", "doubt"])
    }

    private func speaksOfEverybody(_ place: Int) -> Bool {
        if tokens[place].term == .all { return true }
        let quote = Names.lowercased(passage.quote(place..<place + 1))
        return tokens[place].term == .overall
            && (quote == "everyone" || quote == "everybody" || quote.hasPrefix("전원"))
    }
}
