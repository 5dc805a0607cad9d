import Testing

@testable import Report

struct QuestionTypesTests {
    @Test("what a grader calls 기타 has the kind of the settings where the exam says none, and stays where it says some")
    func other() {
        let none = QuestionTypes(named: [:], fallback: .koreanEnglish)
        #expect(none.name(of: 3, own: "기타") == "듣기")
        #expect(none.name(of: 60, own: "기타") == "기타")
        #expect(none.name(of: 3, own: "빈칸") == "빈칸")
        let some = QuestionTypes(named: [1: "어휘"], fallback: .koreanEnglish)
        #expect(some.name(of: 3, own: "기타") == "기타")
    }
}
