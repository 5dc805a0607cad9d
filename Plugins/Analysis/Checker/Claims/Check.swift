/// What was spoken of before a sentence.
struct Context: Sendable {
    /// Of the sentence before.
    var groups: [Group] = []
    /// Of all sentences, each list of questions once, the last one last.
    var questionLists: [[Int]] = []
    /// Bounds of rates in the sentence before: "that group".
    var bounds: [Bound] = []
    /// What the text itself calls a type in English.
    var learned: [(String, Int)] = []
}

/// One sentence against the facts.
struct Check {
    let sheet: FactSheet
    var passage: Passage
    /// The passage's.
    let tokens: [Token]
    /// Clauses that advise.
    private let advised: Set<Int>
    let context: Context
    /// Tokens that another rule has understood.
    var explained: Set<Int> = []
    var problems: [(kind: ClaimProblem.Kind, quote: String, message: String)] = []

    init(_ passage: Passage, sheet: FactSheet, context: Context) {
        self.passage = passage
        tokens = passage.tokens
        advised = AdviceWords.clauses(of: passage)
        self.sheet = sheet
        self.context = context
    }

    mutating func run() {
        checkNames()
        checkPeriods()
        checkChoices()
        checkQuestions()
        checkAnswers()
        checkGrades()
        checkGradeRanks()
        checkPredicates()
        checkComparatives()
        checkMajorities()
        checkExtremeTypes()
        checkRanks()
        checkOrders()
        checkFollowers()
        checkDirections()
        checkSets()
        checkNumbers()
    }

    mutating func report(_ kind: ClaimProblem.Kind, _ range: Range<Int>, _ korean: String, _ english: String) {
        let quote = passage.quote(range.clamped(to: 0..<tokens.count))
        report(kind, quote: quote, korean, english)
    }

    mutating func report(_ kind: ClaimProblem.Kind, quote: String, _ korean: String, _ english: String) {
        guard problems.count < 40, !problems.contains(where: { $0.kind == kind && $0.quote == quote }) else { return }
        problems.append((kind, quote, passage.isEnglish ? english : korean))
    }

    func isWord(_ index: Int, _ words: Set<String>) -> Bool {
        guard tokens.indices.contains(index), case .text(let text) = tokens[index].kind else { return false }
        return words.contains(text)
    }

    func isMark(_ index: Int, _ mark: Unicode.Scalar) -> Bool {
        guard tokens.indices.contains(index), case .mark(mark) = tokens[index].kind else { return false }
        return true
    }

    func has(_ term: Term, inClauseOf index: Int) -> Bool {
        tokens.indices.contains { passage.clause[$0] == passage.clause[index] && tokens[$0].term == term }
    }

    /// Indices from `index` to the next quantity or the end of the clause.
    func following(_ index: Int, most: Int = 8) -> Range<Int> {
        var end = index + 1
        while end < tokens.count, end <= index + most, tokens[end].quantity == nil,
            passage.clause[end] == passage.clause[index]
        {
            end += 1
        }
        return min(index + 1, tokens.count)..<end
    }

    /// Indices back to the quantity before or the beginning of the clause.
    func preceding(_ index: Int, most: Int = 8) -> Range<Int> {
        var start = index
        while start > 0, start > index - most, tokens[start - 1].quantity == nil,
            passage.clause[start - 1] == passage.clause[index]
        {
            start -= 1
        }
        return start..<index
    }

    func contains(_ range: Range<Int>, _ terms: Set<Term>) -> Bool {
        for index in range {
            if let term = tokens[index].term, terms.contains(term) { return true }
        }
        return false
    }

    /// Whether the sentence advises rather than states.
    var isAdvice: Bool { !advised.isEmpty }

    /// Whether the clause of a token does.
    func isAdvice(_ index: Int) -> Bool { advised.contains(passage.clause[index]) }
}
