import FoundationEssentials
import Fuzzing
import PluginSDK
import ReportTemplates
import Testing

@testable import Report

@Suite struct JSONWriterTests {
    @Test("base64 is that of Foundation, for every length and for more than one piece")
    func base64() {
        var random = SeededRandom(3)
        for count in Array(0...70) + [3071, 3072, 3073, 6143, 6144, 6145, 100_001] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var text: [UInt8] = []
            Base64.append(bytes, to: &text)
            #expect(String(decoding: text, as: UTF8.self) == Data(bytes).base64EncodedString())
            #expect(text.count == Base64.length(of: count))
        }
    }

    @Test("texts come back as they were, whatever is in them")
    func texts() throws {
        let hostile = "\"\\/\u{0}\u{1}\u{1F}\n\r\t\u{7F}<>&{{한글👩‍👩‍👧\u{2028}"
        var writer = JSONWriter()
        writer.object { writer in
            writer.name(hostile)
            writer.array([hostile, ""]) { $0.string($1) }
            writer.name("nothing")
            writer.string(nil)
        }
        #expect(try JSONValue(parsing: writer.bytes) == .object([hostile: [.string(hostile), ""], "nothing": nil]))
    }

    @Test("points show decimals where they have some, rates always")
    func numbers() {
        var writer = JSONWriter()
        writer.array([75, 12.5, -0.0, 1e300, .nan, .infinity]) { $0.number($1) }
        writer.array([64, 64.25, 0, .nan]) { $0.decimal($1) }
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == "[75,12.5,0,1e+300,null,null][64.0,64.3,0.0,null]")
    }

    @Test("a report's data has every member, null where there is nothing")
    func report() throws {
        let data = ReportData(
            generatedOn: "2026-11-21", academy: .init(name: nil), student: .init(id: 1, name: "김"),
            exam: .init(id: 2, name: "시험", totalQuestions: 0, totalPossibleScore: 0),
            result: .init(score: 0, correctCount: 0, incorrectCount: 0))
        let expected: JSONValue = [
            "locale": "ko", "generatedOn": "2026-11-21", "academy": ["name": nil, "logo": nil],
            "student": ["id": 1, "name": "김", "school": nil],
            "exam": [
                "id": 2, "name": "시험", "date": nil, "category": "GRADED", "gradingType": "ABSOLUTE",
                "gradeScale": "NINE_GRADE", "totalQuestions": 0, "totalPossibleScore": 0, "passScore": nil,
            ],
            "result": [
                "score": 0, "grade": nil, "passed": nil, "correctCount": 0, "incorrectCount": 0, "rank": nil,
                "participants": nil, "percentile": nil, "average": nil, "difference": nil, "highest": nil,
                "lowest": nil, "standardDeviation": nil,
            ],
            "questions": [], "types": [], "distribution": [], "grades": [], "mostMissed": [], "history": [],
            "commentary": nil, "feedback": nil, "options": ["secondPage": false, "inkSaving": false],
        ]
        #expect(try JSONValue(parsing: data.json) == expected)
    }
}
