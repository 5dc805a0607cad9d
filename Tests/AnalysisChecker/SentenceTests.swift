import AnalysisChecker
import Testing

@Suite struct SentenceTests {
    @Test("numbers, abbreviations and names are not cut")
    func cut() {
        #expect(
            Sentences.all(in: "평균은 58.3점입니다. Final Mock Exam No. 4 was hard! 정말요? 네.\n끝")
                == ["평균은 58.3점입니다. ", "Final Mock Exam No. 4 was hard! ", "정말요? ", "네.\n", "끝"])
    }

    @Test("a sentence is given out once the next one begins")
    func growing() {
        var sentences = Sentences()
        #expect(sentences.append("평균은 58.") == [])
        #expect(sentences.append("3점입니다.") == [])
        #expect(sentences.append(" ") == [])
        #expect(sentences.append("다") == ["평균은 58.3점입니다. "])
        #expect(sentences.finish() == "다")
        #expect(sentences.finish() == nil)
    }

    @Test("a problem says where and what, and its line for logs has nothing of the text")
    func problem() throws {
        let problem = try #require(
            FactChecker(exam: OwnCases.exam).problems(in: "마흔 명이 치렀습니다. 평균은 71.9점입니다.").first)
        #expect(problem.kind == .number && problem.sentence == 1 && problem.quote.contains("71.9점"))
        #expect(problem.message.contains("71.9점") && !problem.logMessage.contains("71"))
    }

    @Test("what a text calls a type in English is remembered")
    func learned() {
        let checker = FactChecker(exam: OwnCases.exam)
        #expect(checker.problems(in: "Delivery (화법) went well. Delivery stands at 95%.").isEmpty)
        #expect(!checker.problems(in: "Delivery (화법) went well. Delivery stands at 60%.").isEmpty)
    }
}
