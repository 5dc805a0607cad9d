/// Questions, types or grades that are named together: `3번과 11번`.
struct Group: Sendable {
    enum Kind: Sendable, Hashable {
        case questions, types, grades
    }

    var kind: Kind
    var elements: [Int]
    /// Of a passage's tokens.
    var tokens: Range<Int>
    var isWeak = false
    /// As they are listed: `1등급과 7~9등급` are two.
    var members: [[Int]] = []
    /// Says what kind of question another group is, or among which it is: `16번 듣기 문항`, `독해 문항 중 22번`.
    var isAttribute = false
}

/// A sentence as it is checked: tokens, who is spoken of, and clauses.
struct Passage: Sendable {
    let text: [Unicode.Scalar]
    let tokens: [Token]
    var groups: [Group]
    /// For each token the number of its clause.
    let clause: [Int]
    /// For each token the group that it is of, or -1.
    let groupOf: [Int]
    let isEnglish: Bool
    /// All of the sentence, in order.
    let terms: [Term]

    init(_ text: [Unicode.Scalar], names: Names) {
        let letters = text.reduce(into: (korean: 0, latin: 0)) { counts, scalar in
            if scalar.isHangul { counts.korean += 1 } else if scalar.isLatin { counts.latin += 1 }
        }
        isEnglish = letters.latin > letters.korean * 2
        var tokenizer = Tokenizer(text, names: names, isEnglish: isEnglish)
        tokens = Phrasing.joined(tokenizer.read(), isEnglish: isEnglish)
        self.text = text
        terms = tokens.compactMap(\.term)
        groups = Self.described(Self.groups(tokens), tokens)
        var groupOf = [Int](repeating: -1, count: tokens.count)
        for (index, group) in groups.enumerated() { for token in group.tokens { groupOf[token] = index } }
        self.groupOf = groupOf
        clause = Self.clauses(tokens, groupOf, text)
    }

    // MARK: Groups

    private static func groups(_ tokens: [Token]) -> [Group] {
        var groups: [Group] = []
        var index = 0
        while index < tokens.count {
            guard var group = group(tokens[index], index) else {
                index += 1
                continue
            }
            group.members = [group.elements]
            var last = index
            while let (next, isGloss) = joint(tokens, after: last, isFirst: last == index),
                let other = self.group(tokens[next], next),
                other.kind == group.kind, !isGloss || other.elements.first == group.elements.last
            {
                if reaches(tokens[last], tokens[next]), let from = group.elements.last, let to = other.elements.first,
                    from < to, to &- from < 200
                {
                    group.elements += Array((from + 1)...to)
                    group.members.append((group.members.popLast() ?? []) + Array((from + 1)...to))
                } else {
                    group.members.append(other.elements)
                    group.elements += other.elements.filter { !group.elements.contains($0) }
                }
                group.isWeak = group.isWeak && other.isWeak
                last = next
            }
            group.tokens = index..<last + 1
            groups.append(group)
            index = last + 1
        }
        return groups
    }

    private static func group(_ token: Token, _ index: Int) -> Group? {
        switch token.kind {
        case .questions(let numbers): Group(kind: .questions, elements: numbers, tokens: index..<index + 1)
        case .type(let type, let isWeak):
            Group(kind: .types, elements: [type], tokens: index..<index + 1, isWeak: isWeak)
        case .grades(let grades): Group(kind: .grades, elements: grades, tokens: index..<index + 1)
        default: nil
        }
    }

    /// The next name of a list; whether it stands in brackets, as a translation does.
    private static func joint(_ tokens: [Token], after index: Int, isFirst: Bool) -> (next: Int, isGloss: Bool)? {
        let ending = tokens[index].ending
        var next = index + 1
        guard next < tokens.count else { return nil }
        if tokens[next].isSubject, Particles.joins(ending) || ending == "부터" || ending == "에서" { return (next, false) }
        if !ending.isEmpty && !Particles.joins(ending) { return nil }
        if case .mark("(") = tokens[next].kind, next + 1 < tokens.count { return (next + 1, true) }
        // "grade 5, and grades 1 and 2 were": two names have no comma between them, so that another clause begins.
        if case .mark(",") = tokens[next].kind, next + 2 < tokens.count, isFirst, tokens[next + 1].term == .and,
            case .grades = tokens[next + 2].kind
        {
            return nil
        }
        var joints = 0
        while next < tokens.count, joints < 3 {
            switch tokens[next].kind {
            case .mark(","), .mark("·"), .mark("/"), .mark("&"), .mark(")"), .term(.and): joints += 1
            default: return joints > 0 && tokens[next].isSubject ? (next, false) : nil
            }
            next += 1
        }
        return next < tokens.count && joints > 0 && tokens[next].isSubject ? (next, false) : nil
    }

    private static func reaches(_ one: Token, _ other: Token) -> Bool {
        (one.ending == "부터" || one.ending == "에서") && (other.ending.hasPrefix("까지") || other.ending.hasPrefix("로"))
    }

    // MARK: Clauses

    private static func clauses(_ tokens: [Token], _ groupOf: [Int], _ text: [Unicode.Scalar]) -> [Int] {
        var clause = 0
        var depth = 0
        return tokens.indices.map { index in
            let token = tokens[index]
            let own = clause
            switch token.kind {
            case .mark("("): depth += 1
            case .mark(")"): depth = max(0, depth - 1)
            case .mark(","), .mark(";"), .mark(":"), .mark("—"), .mark("–"):
                let isInList = groupOf[index] >= 0
                if depth == 0, !isInList, !isInsertion(tokens, index) { clause += 1 }
            case .term(.break_):
                clause += 1
                return clause
            case .text(let text): if depth == 0, Particles.endsClause(text) { clause += 1 }
            case .term(.and), .term(.highest): break
            case .term:
                let word = String(String.UnicodeScalarView(text[token.range]))
                if depth == 0, Particles.endsClause(word) { clause += 1 }
            case .quantity, .questions, .type, .grades:
                if depth == 0, Particles.endsClause(token.ending) { clause += 1 }
            default: break
            }
            return own
        }
    }

    /// The commas around one number: "39 students, 32.5%, are in grade 3".
    private static func isInsertion(_ tokens: [Token], _ index: Int) -> Bool {
        func isComma(_ place: Int) -> Bool {
            if tokens.indices.contains(place), case .mark(",") = tokens[place].kind { return true }
            return false
        }
        func isNumber(_ place: Int) -> Bool {
            tokens.indices.contains(place) && tokens[place].quantity?.unit == .percent
        }
        return (isComma(index) && isNumber(index + 1) && isComma(index + 2))
            || (isComma(index) && isNumber(index - 1) && isComma(index - 2))
    }

    // MARK: Looking around

    func terms(inClauseOf index: Int) -> [Term] {
        tokens.indices.filter { clause[$0] == clause[index] }.compactMap { tokens[$0].term }
    }

    func group(before index: Int, kinds: Set<Group.Kind>, sameClause: Bool) -> Group? {
        groups.last {
            $0.tokens.upperBound <= index && kinds.contains($0.kind)
                && (!sameClause || clause[$0.tokens.upperBound - 1] == clause[index])
        }
    }

    func group(after index: Int, kinds: Set<Group.Kind>) -> Group? {
        groups.first {
            $0.tokens.lowerBound > index && kinds.contains($0.kind) && clause[$0.tokens.lowerBound] == clause[index]
        }
    }

    func quote(_ range: Range<Int>) -> String {
        guard !range.isEmpty, range.upperBound <= tokens.count else { return "" }
        let (first, last) = (tokens[range.lowerBound].range.lowerBound, tokens[range.upperBound - 1].range.upperBound)
        return String(String.UnicodeScalarView(text[first..<min(last, first + 80)]))
    }
}
