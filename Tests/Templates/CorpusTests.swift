import Templates
import Testing

@Suite("Templates against Jinja2 3.1.6")
struct CorpusTests {
    @Test(
        "expressions, filters, tests and methods give the same bytes",
        arguments: ["expressions.jinja", "filters.jinja", "tests.jinja", "methods.jinja"])
    func lines(_ file: String) throws { try compare(try CaseFile.lines(file)) }

    @Test(
        "statements give the same bytes",
        arguments: ["statements.cases", "inheritance.cases", "whitespace.cases"])
    func statements(_ file: String) throws { try compare(try CaseFile.parts(file)) }

    @Test("whole templates give the same bytes")
    func whole() throws {
        let cases = try CaseFile.whole()
        #expect(cases.count >= 5)
        try compare(cases)
    }

    @Test("what Jinja2 refuses is refused, at the same line where it names one")
    func errors() throws {
        try compareErrors(try CaseFile.lines("errors.jinja"))
        try compareErrors(try CaseFile.parts("errors.cases"))
    }

    private func compare(_ cases: [TemplateCase]) throws {
        for (one, answer) in zip(cases, try JinjaPeer.answers(cases)) {
            guard let expected = answer.output else {
                Issue.record("\(one.name): Jinja2 fails: \(answer.error ?? "") \(answer.message ?? "")")
                continue
            }
            switch one.rendered() {
            case .success(let text):
                #expect(text == expected && Array(text.utf8) == Array(expected.utf8), "\(one.name)")
            case .failure(let error): Issue.record("\(one.name): \(error)")
            }
        }
    }

    private func compareErrors(_ cases: [TemplateCase]) throws {
        for (one, answer) in zip(cases, try JinjaPeer.answers(cases)) {
            #expect(answer.output == nil, "\(one.name): Jinja2 renders it")
            switch one.rendered() {
            case .success(let text): Issue.record("\(one.name): rendered as \(text)")
            case .failure(let error):
                #expect(!error.message.isEmpty && error.column > 0, "\(one.name): \(error)")
                if let line = answer.line {
                    #expect(error.line == line, "\(one.name): \(error); \(answer.message ?? "")")
                }
            }
        }
    }
}
