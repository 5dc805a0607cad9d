import AnalysisFacts
import Fuzzing
import Testing

@testable import Analysis

@Suite("Text that is checked while it grows")
struct CheckedReadingTests {
    private static func reading() throws -> CheckedReading {
        CheckedReading(TextTask(try Samples.figures(Samples.student), in: .korean).checker)
    }

    /// What is released of a text in these pieces.
    private static func released(_ pieces: [String]) throws -> (pieces: [String], reading: CheckedReading) {
        var reading = try reading()
        var released = pieces.map { reading.take($0) }
        released.append(reading.finish())
        return (released.filter { !$0.isEmpty }, reading)
    }

    @Test("a sentence leaves when the next one begins, the last one at the end")
    func sentences() throws {
        let (pieces, reading) = try Self.released([
            Samples.first, " 문", "법 유형은 4문항 중 3문항을 맞혔습니다. 틀", "린 7번을 다시 풀어 보세요.",
        ])
        #expect(pieces == [Samples.first, " " + Samples.second, " " + Samples.third])
        #expect(reading.released == Samples.right && reading.problems.isEmpty)
    }

    @Test("nothing leaves from the first wrong sentence on, but the correction sees it")
    func wrong() throws {
        let (pieces, reading) = try Self.released([Samples.wrong])
        #expect(pieces == [Samples.first])
        #expect(reading.released == Samples.first)
        #expect(reading.seen == Samples.first + " " + Samples.wrongSentence)
        #expect(!reading.problems.isEmpty)
    }

    @Test("a last sentence without a full stop is checked and released too", arguments: [true, false])
    func withoutStop(isRight: Bool) throws {
        let last = (isRight ? Samples.second : Samples.wrongSentence).dropLast()
        let (pieces, reading) = try Self.released([Samples.first + " ", String(last)])
        #expect(pieces == (isRight ? [Samples.first, " " + last] : [Samples.first]))
        #expect(reading.problems.isEmpty == isRight)
    }

    @Test("paragraphs and marks of markdown become what they are in the whole text")
    func paragraphs() throws {
        let answer = "## 피드백\n\n**\(Samples.first)**\n\n- \(Samples.second) \(Samples.third)\n```\n"
        let (_, reading) = try Self.released([answer])
        #expect(reading.released == "피드백\n\(Samples.first)\n\(Samples.second) \(Samples.third)")
        #expect(reading.released == PlainProse.text(answer))
    }

    @Test("however a text is cut into pieces, the same is released")
    func mutatedPieces() throws {
        let answers = [
            Samples.right, Samples.wrong, "## 총평\n\n\(Samples.first)\r\n\r\n- \(Samples.second)\n> \(Samples.third)",
            "\(Samples.first)\n\(Samples.second)\n\(Samples.third)", "```\n\(Samples.first)\n```",
            "No. 7 … ok. \(Samples.first)",
        ]
        var random = SeededRandom(11)
        for answer in answers {
            let whole = try Self.released([answer]).reading
            if whole.problems.isEmpty { #expect(whole.released == PlainProse.text(answer)) }
            for _ in 0..<FuzzRounds.count(6) {
                var pieces: [String] = []
                var rest = Array(answer.unicodeScalars)[...]
                while !rest.isEmpty {
                    var piece = String.UnicodeScalarView()
                    piece.append(contentsOf: rest.prefix(Int.random(in: 1...9, using: &random)))
                    rest = rest.dropFirst(piece.count)
                    pieces.append(String(piece))
                }
                let reading = try Self.released(pieces).reading
                #expect(reading.released == whole.released && reading.seen == whole.seen)
                #expect(reading.problems == whole.problems)
            }
        }
    }
}
