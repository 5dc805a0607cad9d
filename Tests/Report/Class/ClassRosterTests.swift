import Testing

@testable import Report

@Suite("Whose result it is")
struct ClassRosterTests {
    private let roster = ClassRoster([
        RosterEntry(studentId: 1, phone: "010-1234-5678"), RosterEntry(studentId: 2, phone: "02) 9999.0000"),
        RosterEntry(studentId: 3, phone: "011-1234-5678"), RosterEntry(studentId: 4, phone: "1234"),
        RosterEntry(studentId: 5),
    ])

    private func match(_ phone: String?, id: Int? = nil) -> ClassRoster.Match {
        roster.match(ClassResult(studentId: id, phoneNumber: phone))
    }

    private func code(_ match: ClassRoster.Match) -> String? {
        if case .refused(let refusal) = match { refusal.code } else { nil }
    }

    @Test("the last eight digits decide, however the phone is written")
    func lastEight() {
        #expect(match("99990000") == .student(1))
        #expect(match("9999-0000") == .student(1))
    }

    @Test("two phones with the same digits are ambiguous, unless the sheet has the whole number")
    func ambiguous() {
        #expect(code(match("12345678")) == "roster.ambiguous")
        #expect(match("011-1234-5678") == .student(2))
    }

    @Test("a number of the student counts before any phone")
    func number() {
        #expect(match("99990000", id: 1) == .student(0))
        #expect(code(match("99990000", id: 77)) == "roster.unmatched")
    }

    @Test("nobody's digits, too few of them, or none are named", arguments: ["55556666", "1234", "", "무효"])
    func unmatched(phone: String) {
        #expect(code(match(phone)) == "roster.unmatched")
        #expect(code(match(nil)) == "roster.unmatched")
    }

    @Test("digits of other scripts are no digits")
    func otherDigits() {
        #expect(ClassRoster.digits("٠١٢ 010") == "010")
    }
}
