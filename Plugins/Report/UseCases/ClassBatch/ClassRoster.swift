/// Which result is whose.
struct ClassRoster: Sendable {
    /// What is found about a result, or about a student.
    enum Match: Sendable, Equatable {
        case student(Int)
        case refused(ClassRefusal)
    }

    private let entries: [RosterEntry]
    private let byID: [Int: Int]
    private let byPhone: [String: [Int]]
    private let byEight: [String: [Int]]

    init(_ entries: [RosterEntry]) {
        self.entries = entries
        byID = Dictionary(entries.enumerated().map { ($1.studentId, $0) }) { first, _ in first }
        let phones = entries.enumerated().map { (Self.digits($1.phone ?? ""), $0) }
        byPhone = Dictionary(grouping: phones.filter { !$0.0.isEmpty }, by: \.0).mapValues { $0.map(\.1) }
        byEight = Dictionary(grouping: phones.filter { $0.0.count >= Self.count }, by: { Self.lastEight($0.0) })
            .mapValues { $0.map(\.1) }
    }

    /// Sheets have room for this many digits.
    static let count = 8

    static func digits(_ phone: String) -> String {
        String(String.UnicodeScalarView(phone.unicodeScalars.filter { ("0"..."9").contains($0) }))
    }

    private static func lastEight(_ digits: String) -> String { String(digits.suffix(count)) }

    /// Index in the roster of the student whose result it is.
    ///
    /// A number that is given counts before a phone. Of two students with the same last eight digits only a longer
    /// phone tells which is meant.
    func match(_ result: ClassResult) -> Match {
        if let id = result.studentId {
            return byID[id].map(Match.student) ?? .refused(.unmatched("the roster has no student of this number"))
        }
        let digits = Self.digits(result.phoneNumber ?? "")
        guard digits.count >= Self.count else {
            return .refused(.unmatched("the sheet's phone number has \(digits.count) digits in place of \(Self.count)"))
        }
        if digits.count > Self.count, let exact = byPhone[digits], exact.count == 1 { return .student(exact[0]) }
        let found = byEight[Self.lastEight(digits)] ?? []
        switch found.count {
        case 0: return .refused(.unmatched("nobody's phone in the roster ends in the sheet's digits"))
        case 1: return .student(found[0])
        default:
            let numbers = found.map { String(entries[$0].studentId) }.joined(separator: ", ")
            return .refused(.ambiguous("the phones of the students \(numbers) end in the same digits"))
        }
    }
}

/// Why a student of a class gets no report.
struct ClassRefusal: Error, Sendable, Equatable {
    /// Stable: `roster.unmatched`, `roster.ambiguous`, `roster.doubled`, `result.missing`, `result.ambiguous`,
    /// `result.empty`, and the codes of reports.
    var code: String
    /// A sentence for a person, Korean first.
    var message: String

    static func unmatched(_ reason: String) -> ClassRefusal {
        ClassRefusal(code: "roster.unmatched", message: "답안지의 학생을 명단에서 찾을 수 없습니다: \(reason).")
    }

    static func ambiguous(_ reason: String) -> ClassRefusal {
        ClassRefusal(
            code: "roster.ambiguous",
            message: "답안지의 학생을 확정할 수 없습니다: \(reason); give the result's studentId.")
    }

    static let doubled = ClassRefusal(
        code: "roster.doubled", message: "명단에 같은 학생이 두 번 있습니다: the roster has this number twice.")

    static let missing = ClassRefusal(
        code: "result.missing", message: "학생의 시험 결과가 없습니다: no result is this student's.")

    static func several(_ count: Int) -> ClassRefusal {
        ClassRefusal(
            code: "result.ambiguous",
            message: "학생의 답안지가 여러 장입니다: \(count) results are this student's; keep one of them.")
    }

    static let empty = ClassRefusal(
        code: "result.empty", message: "시험 결과에 점수와 답이 없습니다: the result has neither a score nor answers.")
}
