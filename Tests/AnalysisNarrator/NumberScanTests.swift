import AnalysisFacts
import Fuzzing
import Testing

/// The scan that the other tests rely on does see numbers and their units.
@Suite struct NumberScanTests {
    @Test("units are read from the words beside a number")
    func units() {
        let korean = NumberScan.numbers(in: "31명, 61.4점, 62%, 8.3%p, 3번, 20문항, 5개, 4등급, 7배", .korean)
        #expect(
            korean.map(\.unit) == [
                .people, .points, .percent, .percentagePoints, .question, .count, .count, .grade, .other,
            ])
        #expect(korean.map(\.value) == [31, 61.4, 62, 8.3, 3, 20, 5, 4, 7])
        let english = NumberScan.numbers(
            in: "31 students, questions 3 (12%), 7 and 11 (9.5%), grades 4 and 5, 61.4 points, missed 9", .english)
        #expect(
            english.map(\.unit) == [
                .people, .question, .percent, .question, .question, .percent, .grade, .grade, .points, .other,
            ])
    }

    @Test("a number that is wrong, or right of another unit, is found")
    func planted() {
        var random = SeededRandom(3)
        var group = GeneratedClass(&random)
        while group.participants != 12 || group.types.count != 20 { group = GeneratedClass(&random) }
        let allowed = AllowedNumbers.exam(group)
        for (text, strangers) in [("12명이 20문항을", 0), ("13명이", 1), ("12점, 12번", 1), ("21번, 20번", 1), ("0.3명", 1)] {
            #expect(allowed.strangers(among: NumberScan.numbers(in: text, .korean)).count == strangers, "\(text)")
        }
    }
}
