/// What something is compared with.
extension Check {
    struct Reference {
        var index: Int
        var values: [Entity]
        var group: Group?
    }

    func reference(of index: Int) -> Reference? {
        passage.isEnglish ? englishReference(index) : koreanReference(index)
    }

    func koreanReference(_ index: Int) -> Reference? {
        // The word with the particle, nearest before.
        for place in stride(from: index - 1, through: max(0, index - 7), by: -1) {
            guard passage.clause[place] == passage.clause[index] else { return nil }
            let token = tokens[place]
            let marks =
                token.ending.hasPrefix("보다") || token.term == .than
                || (["을", "를", "에"].contains(token.ending) && comparesDirectly(index))
                || (token.ending == "에" && place + 1 < tokens.count && isBeside(place + 1, "비"))
            guard marks else { continue }
            return entity(at: place)
        }
        return nil
    }

    /// `문학에 비해`.
    func isBeside(_ index: Int, _ stem: String) -> Bool {
        if case .text(let text) = tokens[index].kind { return text.hasPrefix(stem + "해") || text.hasPrefix(stem + "하") }
        return false
    }

    /// `평균을 웃도는`, `평균에 못 미치는`.
    func comparesDirectly(_ index: Int) -> Bool {
        let word = String(String.UnicodeScalarView(passage.text[tokens[index].range]))
        return ["웃", "밑", "앞", "상회", "하회", "못", "미치", "모자", "넘", "뒤"].contains { word.hasPrefix($0) }
    }

    /// Average, highest, a type, a question: at a token or, when that is a number, before it.
    func entity(at place: Int) -> Reference? {
        if let group = passage.groups.first(where: { $0.tokens.contains(place) }), group.kind != .grades {
            return Reference(index: place, values: entities(group), group: group)
        }
        var at = place
        var steps = 0
        while at >= 0, steps < 4 {
            switch tokens[at].term {
            case .average:
                let isRate = at + 1 < tokens.count && tokens[at + 1].term == .correctRate
                return Reference(
                    index: place,
                    values: isRate
                        ? sheet.overall.map { .rate($0) } : [.points(sheet.average)] + sheet.overall.map { .rate($0) })
            case .highest: return sheet.highest.map { Reference(index: place, values: [.points($0)]) }
            case .lowest: return sheet.lowest.map { Reference(index: place, values: [.points($0)]) }
            case .this where place == at || tokens[at].ending.hasPrefix("보다"):
                return Reference(index: place, values: sheet.overall.map { .rate($0) } + mentionedRates(before: at))
            default: break
            }
            if at < place, passage.groupOf[at] >= 0,
                let group = passage.groups.first(where: { $0.tokens.contains(at) }), group.kind != .grades
            {
                return Reference(index: place, values: entities(group), group: group)
            }
            at -= 1
            steps += 1
        }
        return nil
    }

    func mentionedRates(before index: Int) -> [Entity] {
        passage.groups.filter { $0.tokens.upperBound <= index }.flatMap { entities($0) }
    }

    func entities(_ group: Group) -> [Entity] {
        group.elements.compactMap { element in
            switch group.kind {
            case .questions: sheet.questions[element].map { .rate($0.rate) }
            case .types: sheet.types.indices.contains(element) ? .rate(sheet.types[element].rate) : nil
            case .grades: nil
            }
        }
    }

    func englishReference(_ index: Int) -> Reference? {
        var place = index + 1
        while place < tokens.count, place <= index + 6, passage.clause[place] == passage.clause[index] {
            if let group = passage.groups.first(where: { $0.tokens.contains(place) }) {
                return group.kind == .grades ? nil : Reference(index: place, values: entities(group), group: group)
            }
            switch tokens[place].term {
            case .average:
                let isRate =
                    tokens[place].range.count == 4
                    && (has(.overall, inClauseOf: place) || passage.groups.contains { $0.kind == .types })
                return Reference(
                    index: place,
                    values: [.points(sheet.average)]
                        + (isRate || place + 1 < tokens.count && tokens[place + 1].term == .correctRate
                            ? sheet.overall.map { .rate($0) } : []))
            case .highest: return sheet.highest.map { Reference(index: place, values: [.points($0)]) }
            case .lowest: return sheet.lowest.map { Reference(index: place, values: [.points($0)]) }
            case .than, .overall, .of: break
            // "above the mean of 62.5%, but B stayed below it".
            case .this where passage.quote(place..<place + 1).lowercased() == "it":
                let measure = tokens[..<index].indices.last {
                    passage.clause[$0] < passage.clause[index]
                        && [.average, .highest, .lowest].contains(tokens[$0].term)
                }
                guard let measure else { return nil }
                switch tokens[measure].term {
                case .highest: return sheet.highest.map { Reference(index: place, values: [.points($0)]) }
                case .lowest: return sheet.lowest.map { Reference(index: place, values: [.points($0)]) }
                default:
                    if measure + 1 < index, tokens[measure + 1].term == .correctRate {
                        return Reference(index: place, values: sheet.overall.prefix(1).map { .rate($0) })
                    }
                    return Reference(
                        index: place, values: [.points(sheet.average)] + sheet.overall.map { .rate($0) })
                }
            default: if !isWord(place, ["the", "class", "exam", "test", "a"]) { return nil }
            }
            place += 1
        }
        return nil
    }
}
