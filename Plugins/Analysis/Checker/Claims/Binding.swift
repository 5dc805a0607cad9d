/// Of whom a number is said.
struct Binding {
    var group: Group
    /// The elements that the number is of: one of a list when as many numbers follow it.
    var elements: [Int]
    /// Whether every one of them has to agree.
    var isEach: Bool
    /// Named in the same clause or before it in the sentence, by its own name.
    var isStrong: Bool
}

extension Check {
    func binding(of index: Int, kinds: Set<Group.Kind>) -> Binding? {
        guard let (group, isStrong) = boundGroup(of: index, kinds: kinds) else { return nil }
        guard group.elements.count > 1 else {
            return Binding(group: group, elements: group.elements, isEach: true, isStrong: isStrong && !group.isWeak)
        }
        let unit = tokens[index].quantity?.unit
        let end =
            passage.groups.first { $0.tokens.lowerBound >= group.tokens.upperBound && kinds.contains($0.kind) }?
            .tokens.lowerBound ?? tokens.count
        let numbers = (min(group.tokens.upperBound, end)..<end).filter {
            tokens[$0].quantity?.unit == unit && !explained.contains($0) && tokens[$0].quantity?.bound == nil
        }
        if let place = numbers.firstIndex(of: index), numbers.count == group.members.count,
            group.members.count != group.elements.count
        {
            return Binding(group: group, elements: group.members[place], isEach: false, isStrong: isStrong)
        }
        if let place = numbers.firstIndex(of: index), numbers.count == group.elements.count {
            return Binding(group: group, elements: [group.elements[place]], isEach: true, isStrong: isStrong)
        }
        return Binding(
            group: group, elements: group.elements, isEach: numbers.count <= 1, isStrong: isStrong && !group.isWeak)
    }

    private func boundGroup(of index: Int, kinds: Set<Group.Kind>) -> (Group, Bool)? {
        guard let (group, isStrong) = nearGroup(of: index, kinds: kinds) else { return nil }
        // `70%가 맞힌 역학 문항이므로`: the question that was named, not all of its type.
        let end = group.tokens.upperBound
        guard group.kind == .types, kinds.contains(.questions), group.tokens.lowerBound > index, end < tokens.count,
            tokens[end].term == .question
        else { return (group, isStrong) }
        if let named = passage.groups.last(where: { $0.kind == .questions && $0.tokens.upperBound <= index }) {
            return (named, true)
        }
        return (group, false)
    }

    private func nearGroup(of index: Int, kinds: Set<Group.Kind>) -> (Group, Bool)? {
        if let after = describedGroup(after: index, kinds: kinds) { return (after, true) }
        if let before = groupBefore(index, kinds: kinds, sameClause: true) { return (before, true) }
        if passage.isEnglish, let after = passage.group(after: index, kinds: kinds),
            !(index + 1..<after.tokens.lowerBound).contains(where: {
                tokens[$0].quantity.map { $0.unit == tokens[index].quantity?.unit } == true
            }),
            !contains(index + 1..<after.tokens.lowerBound, [.this, .above, .below, .than, .higher, .lower])
        {
            return (after, true)
        }
        // `절반이 넘는 학생이 2번을 맞혔습니다`: what was answered comes after.
        if !passage.isEnglish, let after = passage.group(after: index, kinds: [.questions]), kinds.contains(.questions),
            contains(index + 1..<min(tokens.count, after.tokens.upperBound + 3), [.right, .wrong]),
            !(index + 1..<after.tokens.lowerBound).contains(where: { tokens[$0].quantity != nil })
        {
            return (after, true)
        }
        if let before = groupBefore(index, kinds: kinds, sameClause: false) { return (before, true) }
        return nil
    }

    /// `25%의 30번`, "81.4% in listening": what follows directly and is described by the number.
    private func describedGroup(after index: Int, kinds: Set<Group.Kind>) -> Group? {
        guard let group = passage.group(after: index, kinds: kinds) else { return nil }
        let between = index + 1..<group.tokens.lowerBound
        guard !between.contains(where: { tokens[$0].quantity != nil }) else { return nil }
        if passage.isEnglish {
            guard let first = between.first,
                tokens[first].term == .in_ || tokens[first].term == .of || isWord(first, ["to", "in", "for", "on"])
            else { return nil }
            return between.dropFirst().allSatisfy { isWord($0, ["the", "its"]) } ? group : nil
        }
        let last = group.tokens.lowerBound - 1
        // The bracket of a name that was before: `함수(75%)`.
        if last == index {
            return Particles.isAdnominal(tokens[last].ending) && !Particles.isTopicOnly(tokens[last].ending)
                ? group : nil
        }
        return describes(last) ? group : nil
    }

    private func describes(_ index: Int) -> Bool {
        switch tokens[index].kind {
        case .text(let text): return Particles.isAdnominal(text)
        case .term(let term):
            // A noun's particle is a topic; a verb's ending describes.
            let isNoun: Set<Term> = [
                .average, .highest, .lowest, .correctRate, .incorrectRate, .question, .typeNoun, .share, .overall,
                .person, .score, .this, .rest,
            ]
            return !isNoun.contains(term)
                && Particles.isAdnominal(tokens[index].ending.isEmpty ? lastWord(index) : tokens[index].ending)
        default: return false
        }
    }

    private func lastWord(_ index: Int) -> String {
        String(String.UnicodeScalarView(passage.text[tokens[index].range]))
    }

    /// The nearest group before. A question and its type side by side are the question: `16번 듣기 문항`.
    private func groupBefore(_ index: Int, kinds: Set<Group.Kind>, sameClause: Bool) -> Group? {
        guard let group = passage.group(before: index, kinds: kinds, sameClause: sameClause) else { return nil }
        guard group.kind == .types, kinds.contains(.questions) else { return group }
        if group.isAttribute,
            let other = passage.groups.last(where: {
                $0.kind == .questions && $0.tokens.upperBound <= group.tokens.lowerBound
            }),
            passage.clause[group.tokens.lowerBound] - passage.clause[other.tokens.upperBound - 1] <= 1
        {
            return other
        }
        guard let other = passage.groups.last(where: { $0.tokens.upperBound <= group.tokens.lowerBound }),
            other.kind == .questions, isBeside(other, group)
        else { return group }
        return other
    }

    func isBeside(_ one: Group, _ other: Group) -> Bool {
        let between = one.tokens.upperBound..<other.tokens.lowerBound
        guard tokens[one.tokens.upperBound - 1].ending.isEmpty || tokens[one.tokens.upperBound - 1].ending == "은" else {
            return false
        }
        if between.isEmpty { return tokens[one.tokens.upperBound - 1].ending.isEmpty }
        return between.count <= 2
            && between.allSatisfy { isMark($0, "(") || isMark($0, ",") || isWord($0, ["a", "an"]) }
            && tokens[one.tokens.upperBound - 1].ending.isEmpty
            && !(between.count == 1 && isMark(between.lowerBound, ",") && !passage.isEnglish)
    }
}
