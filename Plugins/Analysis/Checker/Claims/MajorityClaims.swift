/// Whether more solved a question than missed it, whether grades are as frequent, and who had all points.
extension Check {
    mutating func checkMajorities() {
        checkMoreSolved()
        checkFullMarks()
        checkEqualGrades()
        checkStanding()
        checkNextTo()
        checkMoreOfGrades()
    }

    /// `틀린 학생보다 맞힌 학생이 더 많았습니다`, "more students solved it than missed it".
    private mutating func checkMoreSolved() {
        guard !sheet.isStudent, let more = moreIsRight,
            let group = passage.groups.last(where: { $0.kind == .questions })
        else { return }
        let known = group.elements.compactMap { sheet.questions[$0]?.rate }
        if known.allSatisfy({ more ? $0 > 50 - 1e-9 : $0 < 50 + 1e-9 }) { return }
        report(
            .direction, group.tokens, "맞힌 학생과 틀린 학생 가운데 어느 쪽이 많은지가 자료와 다릅니다.",
            "Whether more solved or missed it is not what the data say.")
    }

    private var moreIsRight: Bool? {
        guard let than = tokens.indices.first(where: { tokens[$0].term == .than || tokens[$0].ending.hasPrefix("보다") }),
            passage.terms.contains(.more) || passage.terms.contains(.fewer)
        else { return nil }
        let isMore = passage.terms.contains(.more)
        func polarity(_ range: Range<Int>) -> Bool? {
            let terms = range.compactMap { tokens[$0].term }.filter { $0 == .right || $0 == .wrong }
            guard let first = terms.first, terms.allSatisfy({ $0 == first }) else { return nil }
            return first == .right
        }
        let (before, after) = (polarity(0..<than), polarity(than..<tokens.count))
        guard let before, let after, before != after else { return nil }
        return (passage.isEnglish ? before : after) == isMore
    }

    /// `만점자는 나오지 않았습니다`, "nobody had full marks".
    private mutating func checkFullMarks() {
        guard let highest = sheet.highest, let total = sheet.total,
            let place = tokens.indices.first(where: { saysFullMarks($0) })
        else { return }
        let clause = tokens.indices.filter { passage.clause[$0] == passage.clause[place] }
        guard !clause.contains(where: { tokens[$0].quantity != nil && tokens[$0].quantity?.unit != .people }) else {
            return
        }
        let isDenied = clause.contains {
            tokens[$0].term == .nobody || isTextBeginning($0, ["않", "못"]) || tokens[$0].term == .notReaching
        }
        let isThere = abs(highest - total) < 1e-9
        guard isThere == isDenied else { return }
        // `만점을 목표로`: nothing is said of the exam.
        if isAdvice || passage.terms.contains(.aspiration) { return }
        report(
            .count, place..<place + 1, isThere ? "만점을 받은 학생이 있습니다." : "만점을 받은 학생이 없습니다.",
            isThere ? "Somebody had full marks." : "Nobody had full marks.")
    }

    private func saysFullMarks(_ index: Int) -> Bool {
        guard tokens[index].term == .total else { return false }
        let quote = Names.lowercased(passage.quote(index..<index + 1))
        return quote.hasPrefix("만점자") || quote.hasPrefix("만점을 받") || quote == "full marks"
            || quote == "perfect" && isTextBeginning(index + 1, ["paper"])
            || quote == "perfect" && index + 1 < tokens.count
                && tokens[index + 1].term == .score
    }

    /// "grades 3 and 4 have the same number of students".
    private mutating func checkEqualGrades() {
        for index in tokens.indices where tokens[index].term == .same && !sheet.isStudent {
            let all = passage.groups.filter {
                $0.kind == .grades && passage.clause[$0.tokens.lowerBound] == passage.clause[index]
            }
            // Several together just before are meant alone.
            let before = all.last { $0.tokens.upperBound <= index }
            let near = before.map { $0.elements.count > 1 ? [$0] : all } ?? all
            let grades = near.flatMap(\.elements)
            guard grades.count > 1, let first = near.first, let last = near.last else { continue }
            let counts = Set(grades.map { grade in sheet.grades.first { $0.grade == grade }?.count ?? 0 })
            if counts.count > 1 {
                report(
                    .count, first.tokens.lowerBound..<last.tokens.upperBound, "등급의 인원이 서로 다릅니다.",
                    "The grades do not have the same number of students.")
            }
        }
    }

    /// "ranked third in the class", `반에서 3등`: nobody knows a student's place.
    private mutating func checkStanding() {
        guard sheet.isStudent, passage.groups.isEmpty else { return }
        for index in tokens.indices {
            let isPlace: Bool
            if case .ordinal = tokens[index].kind {
                isPlace =
                    passage.isEnglish
                    ? (max(0, index - 3)..<index).contains { isWord($0, ["ranked", "rank", "placed", "finished"]) }
                    : passage.quote(index..<index + 1).contains("위")
            } else {
                isPlace = tokens[index].quantity != nil && tokens[index].ending.hasPrefix("등") && !passage.isEnglish
            }
            if isPlace, !isAdvice(index), !passage.terms.contains(.typeNoun), !passage.terms.contains(.aspiration) {
                reportNumber(.rank, index)
            }
        }
    }
}
