/// The backend's grade tables, contracts 2.9, for results that come without a grade.
public struct GradeRules: Sendable, Hashable {
    let type: GradingType
    let scale: GradeScale
    /// Points.
    let possible: Double

    public init(_ exam: ReportData.Exam) {
        type = exam.gradingType
        scale = exam.gradeScale
        possible = exam.totalPossibleScore
    }

    /// How many grades there are.
    public var count: Int { scale == .nine ? 9 : 5 }

    /// The grade of one result; nil for a relative one of an unknown rank.
    public func grade(score: Double, rank: Int?, participants: Int?) -> Int? {
        switch type {
        case .absolute: return absolute(score)
        case .relative:
            guard let rank, let participants, participants > 0 else { return nil }
            return relative(rank: rank, participants: participants)
        }
    }

    /// By the percent of the possible points; where nothing is possible, by the points.
    func absolute(_ score: Double) -> Int {
        let percent = possible > 0 ? score / possible * 100 : score
        let least: [Double] = scale == .nine ? [90, 80, 70, 60, 50, 40, 30, 20] : [90, 80, 60, 40]
        return (least.firstIndex { percent >= $0 } ?? least.count) + 1
    }

    /// By the percent of all who are strictly above.
    func relative(rank: Int, participants: Int) -> Int {
        let above = Double(rank - 1) / Double(participants) * 100
        let limits: [Double] = scale == .nine ? [4, 11, 23, 40, 60, 77, 89, 96] : [10, 35, 65, 90]
        return (limits.firstIndex { above < $0 } ?? limits.count) + 1
    }
}
