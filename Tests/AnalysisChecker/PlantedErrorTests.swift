import AnalysisChecker
import Testing

@Suite struct PlantedErrorTests {
    private struct Tally {
        var found = 0
        var texts = 0
        var refused = 0
    }

    @Test(
        "every planted error is found and no correct text is refused",
        arguments: ["commentary", "feedback"], ["odd", "even", "fresh"])
    func halves(_ kind: String, _ half: String) throws {
        let texts = try WrittenText.all(kind, half: half)
        try #require(texts.count >= (half == "fresh" ? 30 : 46), "A file of texts is not whole.")
        var tallies: [String: Tally] = [:]
        var lines: [String] = []
        for text in texts {
            let checker =
                kind == "commentary"
                ? FactChecker(exam: try CommentaryInput.read(text.input).facts)
                : FactChecker(student: try FeedbackInput.read(text.input).facts)
            var tally = tallies[text.plant.kind] ?? Tally()
            tally.texts += 1
            let refused = checker.problems(in: text.text)
            if !refused.isEmpty {
                tally.refused += 1
                lines += refused.map { "REFUSED \(text.id) \(text.plant.kind): \($0.kind) ‘\($0.quote)’" }
            }
            if Set(checker.problems(in: text.wrong)).subtracting(refused).isEmpty {
                lines.append("MISSED \(text.id) \(text.plant.kind): ‘\(text.plant.find)’ -> ‘\(text.plant.replace)’")
            } else {
                tally.found += 1
            }
            tallies[text.plant.kind] = tally
        }
        for (kind, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            lines.append("\(kind): \(tally.found) of \(tally.texts) found, \(tally.refused) correct refused")
        }
        print("\(kind) \(half)", lines.joined(separator: "\n"), separator: "\n")
        #expect(
            tallies.values.allSatisfy { $0.found == $0.texts && $0.refused == 0 }, "\(lines.joined(separator: "\n"))")
    }
}
