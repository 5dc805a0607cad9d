import Fuzzing
import Templates
import Testing

@Suite("Generated templates against Jinja2 3.1.6")
struct DifferentialTests {
    @Test("mutated seeds make templates that both render to the same bytes, or both refuse")
    func generated() throws {
        let data = try CaseFile.text("data.json")
        let cases = (0..<min(FuzzRounds.count(400), 20_000)).map { round in
            var grammar = TemplateGrammar(seed: UInt64(round))
            return TemplateCase(
                name: "seed \(round)", templates: ["main": grammar.template()], data: data)
        }
        var texts = 0
        for (one, answer) in zip(cases, try JinjaPeer.answers(cases)) {
            let source = one.templates["main"] ?? ""
            switch (one.rendered(), answer.output) {
            case (.success(let text), let expected?):
                texts += 1
                #expect(
                    Array(text.utf8) == Array(expected.utf8),
                    "\(one.name): \(source)\nours: \(text)\nJinja2: \(expected)")
            case (.failure, nil): break
            case (.failure(let error), let expected?):
                Issue.record("\(one.name): \(source)\n\(error); Jinja2: \(expected)")
            case (.success(let text), nil):
                Issue.record(
                    "\(one.name): \(source)\nours: \(text)\nJinja2: \(answer.error ?? "") \(answer.message ?? "")"
                )
            }
        }
        print("generated templates: \(texts) of \(cases.count) rendered by both")
        #expect(texts > cases.count / 4)
    }
}
