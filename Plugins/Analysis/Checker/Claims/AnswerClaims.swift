/// Who answered: nobody, everybody, the one who took the exam.
extension Check {
    mutating func checkAnswers() {
        guard !sheet.isStudent else { return checkUnmarked() }
        for group in passage.groups
        where group.kind == .questions && !group.tokens.contains(where: { explained.contains($0) }) {
            guard let expected = expectedRate(group) else { continue }
            let known = group.elements.compactMap { sheet.questions[$0] }
            if known.allSatisfy({ abs($0.rate - expected) < 0.005 }) { continue }
            report(
                .question, group.tokens, "‘\(passage.quote(group.tokens))’을(를) 맞히거나 틀린 학생이 자료와 다릅니다.",
                "Who solved or missed “\(passage.quote(group.tokens))” is not what the data say.")
        }
    }

    /// `14번과 33번은 무효로 처리되었습니다`.
    private mutating func checkUnmarked() {
        guard let place = tokens.indices.first(where: { tokens[$0].term == .unmarked || saysUnmarked($0) }) else {
            return
        }
        let unmarked = Set(sheet.questions.values.filter { $0.selected == "무효" }.map(\.number))
        if let count = preceding(place, most: 4).first.flatMap({ $0 > 0 ? tokens[$0 - 1].quantity : nil }),
            [.questions, .pieces].contains(count.unit), count.whole == nil || count.isWord
        {
            let sizes =
                [unmarked.count]
                + sheet.types.indices.map { type in unmarked.count { sheet.questions[$0]?.type == type } }
            if !sizes.contains(where: { Agreement.holdsAsCount(count, $0) }) {
                reportNumber(.count, (preceding(place, most: 4).first ?? place) - 1)
            }
        }
        let groups = passage.groups.filter { $0.kind == .questions }
        let near =
            groups.last {
                $0.tokens.upperBound <= place && passage.clause[$0.tokens.lowerBound] == passage.clause[place]
            } ?? (groups.count == 1 ? groups.first : nil)
        guard let near, !near.elements.allSatisfy({ unmarked.contains($0) || sheet.questions[$0] == nil }) else {
            return
        }
        report(
            .choice, near.tokens, "‘\(passage.quote(near.tokens))’은(는) 무효가 아닙니다.",
            "“\(passage.quote(near.tokens))” was marked.")
    }

    /// `답을 표시하지 않았습니다`, `비워 두었습니다`, "left no answer".
    private func saysUnmarked(_ index: Int) -> Bool {
        if isTextBeginning(index, ["비워", "비웠", "비어", "비었", "공란", "빈칸으로", "백지"]) { return true }
        guard !passage.isEnglish, tokens[index].term == .choose else { return false }
        return (index + 1..<min(index + 3, tokens.count)).contains {
            isTextBeginning($0, ["않", "못했", "못한"]) || tokens[$0].term == .notReaching
        }
    }

    /// The rate that the words say; nil when they say nothing so plain.
    private func expectedRate(_ group: Group) -> Double? {
        let clause = passage.clause[group.tokens.lowerBound]
        let places = tokens.indices.filter { passage.clause[$0] == clause }
        for place in places {
            guard let quantity = tokens[place].quantity else { continue }
            if quantity.bound != nil || quantity.unit == .percent { return nil }
        }
        let terms = Set(places.compactMap { tokens[$0].term })
        let saysRight = terms.contains(.right) || saysAnswer(places)
        guard saysRight != terms.contains(.wrong) else { return nil }
        if saysNobody(places) { return saysRight ? 0 : 100 }
        if saysEverybody(places) { return saysRight ? 100 : 0 }
        guard sheet.participants == 1, !terms.contains(.rest) else { return nil }
        guard !isAdvice || passage.groups.count == 1 else { return nil }
        return saysRight ? 100 : 0
    }

    /// `6~8번은 정답이었습니다`.
    private func saysAnswer(_ places: [Int]) -> Bool {
        for place in places where tokens[place].term == .answer && tokens[place].ending.hasPrefix("이") { return true }
        return false
    }

    private func saysNobody(_ places: [Int]) -> Bool {
        places.contains { place in
            guard tokens[place].term == .nobody, !isHedged(place) else { return false }
            let quote = Names.lowercased(passage.quote(place..<place + 1))
            return quote.hasPrefix("아무도") || quote.hasPrefix("한 명도") || quote.hasPrefix("한 사람도") || quote == "nobody"
                || quote == "no one"
                || (quote.hasPrefix("없") && places.contains { tokens[$0].term == .person })
        }
    }

    private func saysEverybody(_ places: [Int]) -> Bool {
        places.contains { place in
            guard !isHedged(place) else { return false }
            let quote = Names.lowercased(passage.quote(place..<place + 1))
            if tokens[place].term == .all, quote == "모두가" || quote == "전부가" { return true }
            if tokens[place].term == .overall, quote == "everyone" || quote == "everybody" || quote.hasPrefix("전원이") {
                return true
            }
            return tokens[place].term == .all && place > 0 && tokens[place - 1].quantity?.unit == .people
                && !passage.isEnglish
        }
    }

    /// `거의 모두`, "almost nobody".
    private func isHedged(_ index: Int) -> Bool { index > 0 && tokens[index - 1].term == .about }
}
