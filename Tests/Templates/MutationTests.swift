import Foundation
import Fuzzing
import Templates
import Testing

/// Nothing that a person or a program hands over may crash, hang or grow without end.
@Suite("Hostile templates and data")
struct MutationTests {
    private static let limits = TemplateLimits(
        steps: 20_000, outputBytes: 200_000, rangeElements: 1_000, seconds: 5)

    @Test("mutated templates and data end with a text or an error")
    func mutated() throws {
        var seeds: [TemplateCase] = []
        for file in ["statements.cases", "inheritance.cases", "whitespace.cases", "errors.cases"] {
            seeds += try CaseFile.parts(file)
        }
        for file in [
            "expressions.jinja", "filters.jinja", "tests.jinja", "methods.jinja", "errors.jinja",
        ] {
            seeds += try CaseFile.lines(file)
        }
        let data = Array(try CaseFile.text("data.json").utf8)
        var random = SeededRandom(22)
        var (texts, errors, slowest) = (0, 0, Duration.zero)
        for round in 0..<FuzzRounds.count(1_000) {
            var one = seeds[round % seeds.count]
            for (name, source) in one.templates.sorted(by: { $0.key < $1.key }) {
                one.templates[name] = String(decoding: Array(source.utf8).mutated(&random), as: UTF8.self)
            }
            let bytes = round % 3 == 0 ? data.mutated(&random) : data
            let start = ContinuousClock.now
            do throws(TemplateError) {
                let value = try TemplateValue(json: bytes)
                let set = try TemplateSet(sources: one.templates)
                _ = try set.render("main", data: value, limits: Self.limits)
                texts += 1
            } catch {
                #expect(!error.message.isEmpty)
                errors += 1
            }
            slowest = max(slowest, ContinuousClock.now - start)
        }
        print("mutated templates: \(texts) texts, \(errors) errors, slowest \(slowest)")
        #expect(slowest < .seconds(5))
    }

    @Test("mutated JSON is read as Foundation reads it, or refused")
    func mutatedJSON() throws {
        let data = Array(try CaseFile.text("data.json").utf8)
        var random = SeededRandom(8)
        for _ in 0..<FuzzRounds.count(300) {
            let bytes = data.mutated(&random)
            guard (try? TemplateValue(json: bytes)) != nil else { continue }
            #expect(
                (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil)
        }
    }
}
