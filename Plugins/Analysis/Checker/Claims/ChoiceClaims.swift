/// What the student chose, and what is right: `3번 대신 2번을 골랐습니다`, "you chose A where B was right".
extension Check {
    private enum Role { case chosen, right }

    mutating func checkChoices() {
        guard sheet.isStudent, !Set(passage.terms).isDisjoint(with: [.choose, .answer, .instead]) else { return }
        for index in tokens.indices {
            guard let value = choice(at: index), let role = role(of: index) else { continue }
            explained.insert(index)
            let questions = askedQuestions(before: index).compactMap { sheet.questions[$0] }
            let known = questions.isEmpty ? sheet.ranked : questions
            let agrees = known.contains { question in
                switch role {
                case .chosen: question.selected.map { Self.isSame($0, value) } ?? false
                case .right: question.correct.map { Self.isSame($0, value) } ?? false
                }
            }
            guard !agrees else { continue }
            let quote = passage.quote(index..<index + 1)
            report(
                .choice, index..<index + 1,
                role == .chosen ? "‘\(quote)’은(는) 학생이 고른 답이 아닙니다." : "‘\(quote)’은(는) 정답이 아닙니다.",
                role == .chosen ? "“\(quote)” is not what the student chose." : "“\(quote)” is not the right answer.")
        }
        passage.groups.removeAll { $0.kind == .questions && $0.tokens.contains { explained.contains($0) } }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        Names.lowercased(one) == Names.lowercased(other)
    }

    /// A number or a letter that may be a choice.
    private func choice(at index: Int) -> String? {
        switch tokens[index].kind {
        case .questions(let numbers) where numbers.count == 1 && !passage.isEnglish:
            return numbers.first.map(String.init)
        case .quantity(let quantity)
        where quantity.decimals == 0 && !quantity.isWord && quantity.whole == nil && quantity.bound == nil:
            guard [.none, .other, .percent, .points].contains(quantity.unit), let value = Int(exactly: quantity.value)
            else { return nil }
            return quantity.unit == .none || quantity.unit == .other ? String(value) : "\(value)?"
        case .text(let text) where text.unicodeScalars.count == 1 && tokens[index].range.count == 1:
            let scalar = passage.text[tokens[index].range.lowerBound]
            return ("A"..."E").contains(scalar) ? text : nil
        default: return nil
        }
    }

    private func role(of index: Int) -> Role? { passage.isEnglish ? englishRole(index) : koreanRole(index) }

    private func koreanRole(_ index: Int) -> Role? {
        let token = tokens[index]
        var ending = token.ending
        if case .text = token.kind, index + 1 < tokens.count {
            ending = String(
                String.UnicodeScalarView(passage.text[tokens[index].range.upperBound...].prefix { $0.isHangul }))
        }
        let next = index + 1 < tokens.count ? tokens[index + 1] : nil
        let previous = index > 0 ? tokens[index - 1] : nil
        let isAnswer =
            next?.term == .answer || next?.term == .right && passage.quote(index + 1..<index + 2).hasPrefix("정답")
        let isOneClause = index + 1 < tokens.count && passage.clause[index + 1] == passage.clause[index]
        // `쓴 답은 2번이고`.
        if previous?.term == .answer, passage.quote(index - 1..<index).hasPrefix("답"),
            isTextBeginning(index - 2, ["쓴", "낸", "제출한", "체크한", "기입한", "칠한"])
        {
            return .chosen
        }
        // `고른 답은 2번이고`, `고른 답 1`.
        if previous?.term == .answer, let previous, index > 1, tokens[index - 2].term == .choose,
            passage.clause[index - 2] == passage.clause[index], passage.quote(index - 1..<index).hasPrefix("답"),
            isAdnominal(index - 2), ["은", "는", "이", "인", ""].contains(previous.ending)
        {
            return .chosen
        }
        if isAnswer, isOneClause, !["은", "는", "을", "를", "도", "의"].contains(ending), !ending.hasPrefix("에") {
            return .right
        }
        // `1번을 두고 5번을 골랐고`.
        if ["을", "를"].contains(ending), isPassedOver(index + 1) { return .right }
        if next?.term == .instead { return .right }
        if previous?.term == .answer, let previous, ["은", "는", "이", "인", ""].contains(previous.ending),
            !isBareTopic(ending)
        {
            return .right
        }
        if next?.term == .choose, ["을", "를", "라고", "이라고", "로", "으로", ""].contains(ending) { return .chosen }
        if ["라고", "이라고"].contains(ending) { return .chosen }
        let isObject = ending == "을" || ending == "를"
        if isObject, passage.terms.contains(.choose),
            passage.terms.contains(.answer) || passage.terms.contains(.instead)
        {
            return next?.term == .wrong || next?.term == .right ? nil : .chosen
        }
        return nil
    }

    private func isPassedOver(_ index: Int) -> Bool {
        guard tokens.indices.contains(index), case .text(let text) = tokens[index].kind else { return false }
        return ["두고", "놔두고", "놓아두고", "제쳐", "제치고", "외면", "버리고", "지나"].contains { text.hasPrefix($0) }
    }

    private func isBareTopic(_ ending: String) -> Bool { ending == "은" || ending == "는" }

    private func englishRole(_ index: Int) -> Role? {
        if index + 2 < tokens.count, tokens[index + 1].term == .is_ {
            if tokens[index + 2].term == .choose { return .chosen }
            if tokens[index + 2].term == .right || tokens[index + 2].term == .answer { return .right }
            if isWord(index + 2, ["the"]), index + 3 < tokens.count, tokens[index + 3].term == .answer { return .right }
        }
        var before = index - 1
        while before >= 0, before >= index - 5 {
            switch tokens[before].kind {
            case .term(.choose): return .chosen
            case .term(.answer), .term(.instead): return .right
            case .text("asked"): return .right
            case .term(.is_), .term(.of), .term(.in_), .text("option"), .text("choice"), .text("for"), .text("been"),
                .text("have"), .text("would"),
                .text("should"):
                before -= 1
            default: return nil
            }
        }
        return nil
    }

    /// The questions that an answer was given to: the last named in the sentence, or before it.
    private func askedQuestions(before index: Int) -> [Int] {
        let group = passage.groups.last { group in
            group.kind == .questions && group.tokens.upperBound <= index
                && !group.tokens.contains { explained.contains($0) }
        }
        if let group { return group.elements }
        let later = passage.groups.first { group in
            group.kind == .questions && group.tokens.lowerBound > index && role(of: group.tokens.lowerBound) == nil
        }
        if let later, later.tokens.lowerBound - index <= 6 { return later.elements }
        return context.questionLists.last ?? []
    }
}
