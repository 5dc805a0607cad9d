/// How large the parts of a request may be; far beyond any exam.
enum Bounds {
    static let questions = 500
    static let types = 200
    static let grades = 100
    static let students = 2000
    /// 0 passed and -1 failed: contracts 2.9.
    static let grade = -1...1_000
    static let number = 1...1_000_000
    static let count = 0...10_000_000
    static let points = 0.0...1_000_000.0
    /// Points may be taken away for wrong answers.
    static let score = -1_000_000.0...1_000_000.0
}
