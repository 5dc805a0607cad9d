/// What tells advice from statements.
enum AdviceWords {
    private static let korean = [
        "세요", "십시오", "바랍니다", "권합니다", "권해", "권하", "좋겠", "좋습니다", "어떨까", "합시다", "봅시다", "봐요", "추천", "필요", "도움이", "효과", "하게",
        "시키", "늘려", "연습", "복습", "지도", "풀게", "도록", "편이", "풀어", "훈련", "습관", "효율",
    ]
    private static let english: Set<String> = [
        "should", "would", "could", "recommend", "suggest", "consider", "try", "practise", "practice", "review",
        "spend", "start", "begin", "ask", "let", "keep", "work", "reviewing", "worth", "plan", "advise", "have", "help",
        "aim", "read", "write", "redo", "please", "need", "needs", "can", "deserves", "deserve",
    ]

    /// The clauses that have such a word.
    static func clauses(of passage: Passage) -> Set<Int> {
        var clauses: Set<Int> = []
        for (index, token) in passage.tokens.enumerated() where !clauses.contains(passage.clause[index]) {
            let word: String
            switch token.kind {
            case .text(let text): word = text
            case .term where !passage.isEnglish && !token.ending.isEmpty: word = token.ending
            default: continue
            }
            if passage.isEnglish ? english.contains(word) : hasStem(word) { clauses.insert(passage.clause[index]) }
        }
        return clauses
    }

    private static let stems = Words(korean.map { ($0, true) })

    private static func hasStem(_ word: String) -> Bool {
        let scalars = Array(word.unicodeScalars)
        return scalars.indices.contains { stems.match(scalars, at: $0) != nil }
    }
}
