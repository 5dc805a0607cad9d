/// The nine steps of an absolute grade.
package enum GradeTable {
    private static let steps = [90, 80, 70, 60, 50, 40, 30, 20]

    /// 1, the best, for 90 points and more; 9 below 20.
    package static func grade(score: Int) -> Int {
        (steps.firstIndex { score >= $0 } ?? steps.count) + 1
    }
}
