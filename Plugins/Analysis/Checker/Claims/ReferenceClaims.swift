/// Questions and grades that are spoken of: they have to be there, and of the type that is said.
extension Check {
    mutating func checkQuestions() {
        for group in passage.groups where group.kind == .questions {
            if group.tokens.contains(where: { explained.contains($0) }) { continue }
            if let number = group.elements.first(where: { sheet.questions[$0] == nil }) {
                report(
                    .question, group.tokens, "\(number)번 문항은 자료에 없습니다. 자료에 있는 문항만 말하세요.",
                    "Question \(number) is not in the data. Speak only of questions that the data have.")
            }
        }
        for (one, other) in zip(passage.groups, passage.groups.dropFirst()) {
            checkMembership(one, other)
        }
    }

    /// `16번 듣기 문항`, `듣기 16번`, `문법에서는 14번, 15번을`.
    private mutating func checkMembership(_ one: Group, _ other: Group) {
        guard !one.isWeak, !other.isWeak else { return }
        let (questions, types) = one.kind == .questions ? (one, other) : (other, one)
        guard questions.kind == .questions, types.kind == .types, types.elements.count == 1,
            let type = types.elements.first
        else { return }
        guard !questions.tokens.contains(where: { explained.contains($0) }) else { return }
        let ending = tokens[one.tokens.upperBound - 1].ending
        let between = one.tokens.upperBound..<other.tokens.lowerBound
        let belongs: Bool
        if passage.isEnglish {
            belongs =
                between.count <= 3 && one.kind == .questions
                && between.allSatisfy { isMark($0, "(") || isWord($0, ["a", "an"]) || isMark($0, ",") }
                && !(between.count == 1 && isMark(between.lowerBound, ","))
        } else if one.kind == .questions {
            belongs =
                ending.isEmpty && between.allSatisfy { isMark($0, "(") }
                || (ending == "은" || ending == "는") && between.isEmpty && endsStatement(other)
        } else {
            belongs =
                between.isEmpty && (ending.isEmpty || ending.hasPrefix("에서"))
                || ending.hasPrefix("에서")
                    && between.allSatisfy { tokens[$0].term == .wrong || tokens[$0].term == .question }
        }
        guard belongs || isSaidToBe(one, other),
            let stranger = questions.elements.first(where: { number in
                sheet.questions[number].map { $0.type != type } ?? false
            })
        else { return }
        let name = sheet.types.indices.contains(type) ? sheet.types[type].name : ""
        report(
            .question,
            min(one.tokens.lowerBound, other.tokens.lowerBound)..<max(one.tokens.upperBound, other.tokens.upperBound),
            "\(stranger)번은 ‘\(name)’ 문항이 아닙니다.", "Question \(stranger) is not one of “\(name)”.")
    }

    /// "question 15 in reading", `28번은 함수에 속합니다`.
    private func isSaidToBe(_ one: Group, _ other: Group) -> Bool {
        guard one.kind == .questions, one.tokens.upperBound <= other.tokens.lowerBound else { return false }
        let between = one.tokens.upperBound..<other.tokens.lowerBound
        if passage.isEnglish { return other.isAttribute && !between.contains { isMark($0, ",") && between.count == 1 } }
        let ending = tokens[other.tokens.upperBound - 1].ending
        return between.allSatisfy { tokens[$0].term == .all } && (ending == "에" || ending == "에서")
            && isTextBeginning(other.tokens.upperBound, ["속", "나왔", "나온", "출제", "나와"])
    }

    /// `6번은 대기, 4번은 지질 문항입니다`: no number follows.
    private func endsStatement(_ group: Group) -> Bool {
        let ending = tokens[group.tokens.upperBound - 1].ending
        guard ending.isEmpty || ending.hasPrefix("입니") || ending.hasPrefix("이") || ending.hasPrefix("예요") else {
            return false
        }
        let next = group.tokens.upperBound
        return next >= tokens.count || isMark(next, ",") || isMark(next, ".") || tokens[next].term == .question
    }

    mutating func checkGrades() {
        for group in passage.groups where group.kind == .grades {
            if let own = sheet.grade {
                guard !group.elements.contains(own), !has(.aspiration, inClauseOf: group.tokens.lowerBound),
                    !isAdvice(group.tokens.lowerBound)
                else { continue }
                report(
                    .grade, group.tokens, "이 학생은 \(own)등급입니다.", "This student has grade \(own).")
            } else {
                checkGradeOfExam(group)
            }
        }
    }

    private mutating func checkGradeOfExam(_ group: Group) {
        if let far = group.elements.first(where: { !(1...9).contains($0) }) {
            report(.grade, group.tokens, "\(far)등급은 없습니다.", "There is no grade \(far).")
            return
        }
        let last = group.tokens.upperBound - 1
        let next = following(last, most: 3)
        let isAbsent = next.contains { tokens[$0].term == .nobody || isWord($0, ["나오지"]) }
        if isAbsent,
            let there = group.elements.first(where: { grade in
                sheet.grades.contains { $0.grade == grade && $0.count > 0 }
            }), !next.contains(where: { tokens[$0].quantity != nil })
        {
            report(.grade, group.tokens, "\(there)등급을 받은 학생이 있습니다.", "There are students with grade \(there).")
        }
    }
}
