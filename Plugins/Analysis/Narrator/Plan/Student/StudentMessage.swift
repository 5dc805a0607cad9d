import AnalysisFacts

/// One sentence of feedback: what is said, in no language yet.
enum StudentMessage: Sendable, Hashable {
    case result(ResultMessage)
    case advice(AdviceMessage)
}

/// The score, and what the records as a whole tell.
enum ResultMessage: Sendable, Hashable {
    case result(score: Figure?, grade: Int?)
    case average(StudentFacts.Standing, difference: Figure, average: Figure)
    case counts(right: Int, count: Int)
    case wrongCount(Int)
    case recordsDisagree
    case checkRecords
    case nothingMissedRecorded
    case noTypesRecorded
    case allRight(count: Int)
    case allRightPraise
    case nothingToRepeat
    case allRightNext
    case allWrong(count: Int)
    case allWrongEncouragement
    case allWrongStart([RatedQuestion])
    case nobodyRight
    case nothingMarked
}

/// What the types tell, and what to look at again.
enum AdviceMessage: Sendable, Hashable {
    case oneType(name: String, rate: Figure)
    case typesEqual(count: Int, rate: Figure)
    case perfectTypes([TypeScore], count: Int, of: Int)
    case strongest([TypeScore])
    case weakest([TypeScore], count: Int, rate: Figure, missed: [Int])
    case concentrated(type: String, count: Int, of: Int)
    case onlyEasy(count: Int)
    case onlyHard(count: Int)
    case startWith([RatedQuestion], whose: MissedKind)
    case hardCanWait(RatedQuestion)
    case unmarked([Int], count: Int)
}

/// What kind of questions the reader is sent to first.
enum MissedKind: Sendable, Hashable {
    /// At least 60 % of all had them right.
    case easy
    /// Of those that were missed, with the highest correct rate; none is easy.
    case easiest
    /// The only one that was missed.
    case only
}

/// A missed question and how many percent of all had it right.
struct RatedQuestion: Sendable, Hashable {
    var number: Int
    var rate: Figure
    /// Nobody had it right: not only as it is written.
    var isNobodys: Bool
}

/// What a student reached in the questions of a type.
struct TypeScore: Sendable, Hashable {
    var name: String
    var right: Int
    var count: Int
    /// Percent.
    var rate: Figure
}
