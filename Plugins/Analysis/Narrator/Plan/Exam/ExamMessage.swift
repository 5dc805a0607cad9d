import AnalysisFacts

/// One sentence of commentary: what is said, in no language yet.
enum ExamMessage: Sendable, Hashable {
    case scores(ScoreMessage)
    case questions(QuestionMessage)
    case types(TypeMessage)
}

/// Who took part, their scores and grades.
enum ScoreMessage: Sendable, Hashable {
    case nobody
    case nobodyMeansNothing
    case nobodyQuestions(count: Int, points: Figure?)
    case nobodyNext
    case oneStudent(score: Figure?)
    case oneStudentCaution
    case participants(Int)
    case scores(participants: Int, average: Figure)
    case scoresDisagree
    case range(highest: Figure, lowest: Figure, spread: Figure, average: AveragePlace)
    case evenScores(participants: Int, score: Figure)
    case evenMeaning
    case distances(toHighest: Figure, toLowest: Figure)
    case onlyGrades([GradeShare])
    case grades(most: [GradeShare], upTo: GradeShare?)
    case oneGrade(Int)
}

/// How hard the questions were.
enum QuestionMessage: Sendable, Hashable {
    case noQuestions
    case questionsDisagree
    case checkQuestions
    case allRight(count: Int)
    case allRightMeaning
    case allRightNext
    case allWrong(count: Int)
    case allWrongCheck
    case allWrongNext
    case sameRate(count: Int, rate: Figure)
    case sameRateMeaning
    case oneQuestion(rate: Figure)
    case overall(count: Int, rate: Figure, difficulty: Difficulty)
    case oneBand(Difficulty)
    case hardest(RatedQuestions, next: [RatedQuestions])
    case easiest(RatedQuestions)
    case bands(hard: Int, veryEasy: Int)
    case ownCounts(right: Int, count: Int)
    case ownMissed([Int])
}

/// How the types differ, and what to look at again.
enum TypeMessage: Sendable, Hashable {
    case noTypes
    case oneType(name: String, isEveryQuestion: Bool, count: Int, rate: Figure)
    case typesEqual(count: Int, rate: Figure)
    case types(weakest: RatedTypes, strongest: RatedTypes, gap: Figure?, typedOnly: Int?)
    case hardestIsOfWeakest(Int, type: String)
    case separating([Int])
    case review([Int], reason: ReviewReason)
    case reviewType(name: String, numbers: [Int])
}

/// Where the average lies between the lowest and the highest score.
enum AveragePlace: Sendable, Hashable {
    case middle, nearHighest, nearLowest, between
}

/// How many have a grade, or a grade and all better ones.
struct GradeShare: Sendable, Hashable {
    var grade: Int
    var count: Int
    /// Percent of the participants; nil where the input contradicts itself.
    var share: Figure?
}

/// Questions with the same correct rate. The numbers are left out when there are too many to be read.
struct RatedQuestions: Sendable, Hashable {
    var numbers: [Int]
    var count: Int
    /// Percent.
    var rate: Figure
    /// Nobody had them right, everybody had: not only as it is written.
    var isNobodys = false
    var isEverybodys = false
}

/// Types with the same correct rate. The names are left out when there are too many to be read.
struct RatedTypes: Sendable, Hashable {
    var names: [String]
    var count: Int
    /// Percent.
    var rate: Figure
}

/// Why questions are to be looked at first.
enum ReviewReason: Sendable, Hashable {
    /// They cost the class most points.
    case points
    /// Most got them wrong.
    case rate
}
