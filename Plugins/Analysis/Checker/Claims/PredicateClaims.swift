/// Of what type a question is said to be, across clauses and sentences.
extension Check {
    /// `14번이에요. 70.2%가 맞힌 화학 결합 문제인데`, "all of them are reading questions".
    mutating func checkPredicates() {
        for group in passage.groups where group.kind == .types && group.elements.count == 1 && !group.isWeak {
            guard saysType(group), let type = group.elements.first, let questions = spokenOf(before: group) else {
                continue
            }
            let strangers = questions.filter { number in sheet.questions[number].map { $0.type != type } ?? false }
            guard let stranger = strangers.first else { continue }
            let name = sheet.types.indices.contains(type) ? sheet.types[type].name : ""
            report(
                .question, group.tokens, "\(stranger)번은 ‘\(name)’ 문항이 아닙니다.",
                "Question \(stranger) is not one of “\(name)”.")
        }
    }

    private func saysType(_ group: Group) -> Bool {
        let next = group.tokens.upperBound
        guard next < tokens.count, tokens[next].term == .question else { return false }
        if passage.isEnglish {
            let before = preceding(group.tokens.lowerBound, most: 3)
            guard let verb = before.last(where: { tokens[$0].term == .is_ }) else { return false }
            return tokens[next].range.count > 0
                && (verb + 1..<group.tokens.lowerBound).allSatisfy {
                    tokens[$0].term == .all || tokens[$0].term == .both || isWord($0, ["a", "an"])
                }
        }
        return tokens[group.tokens.upperBound - 1].ending.isEmpty && Passage.isPredicate(tokens[next].ending)
    }

    /// The questions named last: in the sentence, or the one of the sentence before.
    private func spokenOf(before group: Group) -> [Int]? {
        let clause = passage.clause[group.tokens.lowerBound]
        let own = passage.groups.filter { $0.kind == .questions && $0.tokens.upperBound <= group.tokens.lowerBound }
        let subject = tokens.indices.contains {
            $0 < group.tokens.lowerBound && passage.clause[$0] == clause
                && (tokens[$0].term == .question || tokens[$0].term == .typeNoun || tokens[$0].quantity?.unit == .pieces
                    || tokens[$0].quantity?.unit == .questions)
        }
        guard !subject else { return nil }
        if let last = own.last, clause - passage.clause[last.tokens.upperBound - 1] <= 1 { return last.elements }
        guard own.isEmpty else { return nil }
        let before = context.groups.filter { $0.kind == .questions }
        guard let last = before.last, before.count == 1 || last.tokens == context.groups.last?.tokens else {
            return nil
        }
        return last.elements.count == 1 || passage.terms.contains(.all) || passage.terms.contains(.both)
            ? last.elements : nil
    }
}
