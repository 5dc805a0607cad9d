import AnalysisFacts

/// Finds every statement of a text about an exam or a student that the data contradict or do not support. Pure: the
/// same text and facts give the same problems. Time grows with the text only.
public struct FactChecker: Sendable {
    /// Longer texts are a problem of their own and are read no further.
    public static let mostBytes = 65536
    /// So is a longer sentence: what it says of whom cannot be told.
    static let mostScalarsOfSentence = 1500

    let sheet: FactSheet
    let names: Names

    public init(exam: ExamFacts) { self.init(FactSheet(exam)) }

    public init(student: StudentFacts) { self.init(FactSheet(student)) }

    private init(_ sheet: FactSheet) {
        self.sheet = sheet
        names = Names(sheet)
    }

    public func problems(in text: String) -> [ClaimProblem] {
        var reading = FactReading(self)
        var sentences = Sentences()
        var problems: [ClaimProblem] = []
        for sentence in sentences.append(text) { problems += reading.problems(ofNext: sentence) }
        if let last = sentences.finish() { problems += reading.problems(ofNext: last) }
        return problems
    }
}

/// Checks a text sentence by sentence, as it grows: what was spoken of before is remembered, so that "it" and "the two"
/// can be read. The sentences are those that ``Sentences`` gives out.
public struct FactReading: Sendable {
    private let sheet: FactSheet
    private var names: Names
    private var context = Context()
    private var count = 0
    private var bytes = 0

    public init(_ checker: FactChecker) {
        sheet = checker.sheet
        names = checker.names
    }

    public mutating func problems(ofNext sentence: String) -> [ClaimProblem] {
        let number = count
        count &+= 1
        bytes &+= sentence.utf8.count
        guard bytes <= FactChecker.mostBytes else {
            return [
                ClaimProblem(
                    kind: .length, quote: "", sentence: number,
                    message: "The text is longer than \(FactChecker.mostBytes) bytes; write a short one.")
            ]
        }
        guard sentence.unicodeScalars.count <= FactChecker.mostScalarsOfSentence else {
            return [
                ClaimProblem(
                    kind: .length, quote: "", sentence: number,
                    message: "A sentence is longer than \(FactChecker.mostScalarsOfSentence) characters.")
            ]
        }
        let passage = Passage(Array(sentence.unicodeScalars), names: names)
        var check = Check(passage, sheet: sheet, context: context)
        check.run()
        context.bounds = Array(check.ownBounds().prefix(6))
        remember(passage)
        return check.problems.map {
            ClaimProblem(kind: $0.kind, quote: $0.quote, sentence: number, message: $0.message)
        }
    }

    private mutating func remember(_ passage: Passage) {
        guard !passage.tokens.isEmpty else { return }
        if !passage.groups.isEmpty { context.groups = Array(passage.groups.prefix(30)) }
        context.questionLists += passage.groups.filter { $0.kind == .questions }.map(\.elements)
        context.questionLists = context.questionLists.suffix(12)
        let learned = passage.translations(known: context.learned)
        guard !learned.isEmpty, context.learned.count < 40 else { return }
        context.learned += learned
        names = Names(sheet, learned: context.learned)
    }
}
