import PluginSDK
import PluginTestKit
import Synchronization
import Testing

@testable import Report

@Suite("Reports of a class")
struct ClassBatchTests {
    @Test("a ZIP has a file for each student in the roster's order, and report.json")
    func archive() async throws {
        let fixture = try ClassFixture()
        let entries = try ZIPReader.entries(of: try await fixture.file(ClassFixture.whole()))
        #expect(
            entries.map(\.name) == [
                "report_1001_42.jpg", "report_1002_42.jpg", "report_1003_42.jpg", "report.json",
            ])
        let data = try JSONValue(parsing: Array(entries[0].bytes.drop { $0 != UInt8(ascii: "{") }))
        #expect(data["student"]?["name"] == "김하늘")
        #expect(data["student"]?["school"] == "한빛고")
        #expect(data["exam"]?["date"] == "2026-11-14")
        #expect(data["result"]?["rank"] == 1)
        #expect(data["result"]?["participants"] == 3)
        #expect(data["generatedOn"] == "2026-11-21")
    }

    @Test("the same class gives the same bytes, though two lanes draw it")
    func deterministic() async throws {
        let fixture = try ClassFixture()
        fixture.rendering.behave { student in
            // The first student is the slowest.
            for _ in 0..<(student == 1001 ? 200 : 1) { await Task.yield() }
        }
        let one = try await fixture.file(ClassFixture.whole())
        #expect(try await fixture.file(ClassFixture.whole()) == one)
    }

    @Test("a student who fails is named and leaves the others alone")
    func oneFails() async throws {
        let fixture = try ClassFixture()
        fixture.rendering.behave { student in
            if student == 1002 { throw DrawingRefusal(code: "layout.limit", message: "It is too large.") }
        }
        let outcome = try await fixture.outcome(ClassFixture.whole())
        #expect(outcome.done == 2)
        #expect(outcome.codes == [nil, "layout.limit", nil])
        #expect(outcome.students[1].file == nil)
        #expect(outcome.students.map(\.name) == ["김하늘", "이바다", "박들"])
    }

    @Test("errors of unknown kinds are told without their words")
    func secrets() async throws {
        struct Leak: Error { let secret = "s3cret" }
        let fixture = try ClassFixture()
        fixture.rendering.behave { _ in throw Leak() }
        let outcome = try await fixture.outcome(ClassFixture.whole())
        #expect(outcome.codes == ["report.failed", "report.failed", "report.failed"])
        #expect(!"\(outcome)".contains("s3cret"))
    }

    @Test("unmatched, missing and ambiguous students are in report.json")
    func nobodyIsDropped() async throws {
        let fixture = try ClassFixture()
        let outcome = try await fixture.outcome(
            ClassFixture.graded([
                ClassFixture.sheet("12345678", ["3", "1", "5"], score: 100),
                ClassFixture.sheet("00000000", ["3", "1", "5"], score: 100),
            ]))
        #expect(outcome.total == 4)
        #expect(outcome.codes == [nil, "result.missing", "result.missing", "roster.unmatched"])
    }

    @Test("a book has the students in order, and names who is not in it on its last page")
    func book() async throws {
        let fixture = try ClassFixture()
        fixture.rendering.behave { student in
            if student == 1002 { throw DrawingRefusal(code: "layout.limit", message: "It is too large.") }
        }
        let lines = try await fixture.book(ClassFixture.whole())
        #expect(lines.prefix(3) == ["# 11월 모의고사", "김하늘 1001", "박들 1003"])
        #expect(lines.count == 5)
        #expect(lines.last?.hasPrefix("1002 이바다 · layout.limit · ") == true)
    }

    @Test("characters that no font has keep a report out of a strict book, and the others in it")
    func strictBook() async throws {
        let fixture = try ClassFixture(#"{"strict_glyphs": true}"#)
        fixture.rendering.misread([1001, 1002])
        let lines = try await fixture.book(ClassFixture.whole())
        #expect(lines.prefix(2) == ["# 11월 모의고사", "박들 1003"])
        #expect(lines.count { $0.contains("report.glyphs_missing") } == 2)
    }

    @Test("a PDF that is larger than the settings allow ends as soon as that is known")
    func tooLarge() async throws {
        var classes = ClassSettings()
        classes.pdfLimit = 1_000_000
        let fixture = try ClassFixture(classes: classes)
        fixture.rendering.pad(400_000)
        let error = await #expect(throws: Reject.self) { try await fixture.book(ClassFixture.whole()) }
        #expect(error?.code == "class.too_large")
        #expect(fixture.rendering.drawn == 2)
    }

    @Test("a report that spoils the book is left out, and the book is bound again")
    func spoilt() async throws {
        let fixture = try ClassFixture()
        fixture.rendering.spoil([1002])
        let lines = try await fixture.book(ClassFixture.whole())
        #expect(lines.prefix(3) == ["# 11월 모의고사", "김하늘 1001", "박들 1003"])
        #expect(lines.last?.contains("drawing.failed") == true)
    }

    @Test("the template is pinned: files that change meanwhile leave the class alone")
    func pinned() async throws {
        let fixture = try ClassFixture()
        fixture.rendering.behave { [rendering = fixture.rendering] _ in rendering.change() }
        let bytes = try await fixture.file(ClassFixture.whole())
        let versions = try ZIPReader.entries(of: bytes).dropLast().map { entry in
            String(decoding: entry.bytes.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
        }
        #expect(Set(versions) == ["exam-report/-/1"])
        #expect(fixture.rendering.pinned == 1)
    }

    @Test("no more are drawn at once than there are lanes")
    func lanes() async throws {
        let fixture = try ClassFixture()
        fixture.rendering.behave { _ in for _ in 0..<20 { await Task.yield() } }
        let results = (0..<40).map { #"{"studentId": \#($0), "totalScore": \#($0)}"# }
        let outcome = try await fixture.outcome(ClassFixture.graded(results, roster: "[]"))
        #expect(outcome.done == 40)
        #expect(fixture.rendering.most <= 2)
        #expect(outcome.students.map(\.studentId) == (0..<40).map { $0 })
    }

    @Test("cancelling ends the batch within a student")
    func cancelled() async throws {
        let fixture = try ClassFixture()
        let drawn = Mutex(0)
        let results = (0..<200).map { #"{"studentId": \#($0), "totalScore": 1}"# }
        let request = try ClassFixture.graded(results, roster: "[]")
        let task = Task {
            try await fixture.file(request)
        }
        fixture.rendering.behave { student in
            drawn.withLock { $0 += 1 }
            if student == 5 { task.cancel() }
            try Task.checkCancellation()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(drawn.withLock { $0 } <= 12)
    }

    @Test("commentary is everybody's, feedback one student's, and without both there is no second page")
    func secondPage() async throws {
        let fixture = try ClassFixture()
        let bytes = try await fixture.file(ClassFixture.whole(#", "feedback": {"1002": "잘했어요."}"#))
        let data = try ZIPReader.entries(of: bytes).dropLast().map { entry in
            try JSONValue(parsing: Array(entry.bytes.drop { $0 != UInt8(ascii: "{") }))
        }
        #expect(data.map { $0["feedback"] } == [.null, "잘했어요.", .null])
        #expect(data.map { $0["options"]?["secondPage"] } == [false, true, false])
    }

    @Test("language, theme, format and template are the request's, where it says them")
    func look() async throws {
        let fixture = try ClassFixture()
        let bytes = try await fixture.file(
            ClassFixture.whole(
                #", "locale": "en", "theme": "ink-saving", "template": "plain", "format": "png", "#
                    + #""options": {"inkSaving": true}"#))
        let entry = try #require(try ZIPReader.entries(of: bytes).first)
        #expect(entry.name == "report_1001_42.png")
        let text = String(decoding: entry.bytes, as: UTF8.self)
        #expect(text.hasPrefix("plain/ink-saving/1 png "))
        #expect(text.contains(#""locale":"en""#))
        #expect(text.contains(#""inkSaving":true"#))
    }

    @Test("requests that say too little or too much are refused with their place")
    func refused() async throws {
        let fixture = try ClassFixture()
        for json in [
            "{}", #"{"exam": \#(ClassFixture.exam), "results": [{"results": [{"questionNumber": 0}]}]}"#,
            #"{"exam": \#(ClassFixture.exam)}"#, #"{"examId": 42, "studentIds": [1]}"#,
            #"{"exam": \#(ClassFixture.exam), "results": []}"#,
        ] {
            await #expect(throws: InputRefusal.self, "\(json)") {
                try await fixture.file(ClassFixture.request(json))
            }
        }
        await #expect(throws: InputRefusal.self) {
            try await fixture.file(ClassFixture.request(#"{"examId": 42, "studentIds": []}"#), tenant: "demo")
        }
    }

    @Test("a template that is not there is refused before anything is drawn")
    func noTemplate() async throws {
        let fixture = try ClassFixture()
        let error = await #expect(throws: Reject.self) {
            try await fixture.file(ClassFixture.whole(#", "template": "absent""#))
        }
        #expect(error?.code == "template.unknown")
        #expect(error?.httpStatus == 404)
    }

    @Test("a theme that the template lacks is refused before anything is drawn")
    func noTheme() async throws {
        let fixture = try ClassFixture()
        let error = await #expect(throws: Reject.self) {
            try await fixture.file(ClassFixture.whole(#", "theme": "absent""#))
        }
        #expect(error?.code == "render.theme")
        #expect(error?.httpStatus == 422)
        #expect(fixture.rendering.drawn == 0)
    }

    @Test("a request that wants less ink names no theme, so that the template's own one for it is taken")
    func lessInk() async throws {
        let fixture = try ClassFixture(#"{"theme": "blue"}"#)
        for (more, theme) in [
            (#", "options": {"inkSaving": true}"#, "-"), (#", "options": {"inkSaving": false}"#, "blue"), ("", "blue"),
            (#", "theme": "green", "options": {"inkSaving": true}"#, "green"),
        ] {
            let entry = try #require(
                try ZIPReader.entries(of: try await fixture.file(ClassFixture.whole(more))).first)
            #expect(String(decoding: entry.bytes, as: UTF8.self).hasPrefix("exam-report/\(theme)/1 "), "\(more)")
        }
    }

    @Test("students whom the backend knows are drawn from its documents, and those it does not are named")
    func backend() async throws {
        let fixture = try ClassFixture()
        let outcome = try await fixture.outcome(
            ClassFixture.request(#"{"examId": 42, "studentIds": [1001, 4711, 1001]}"#), tenant: "demo")
        #expect(outcome.done == 1)
        #expect(outcome.codes[0] == nil)
        #expect(outcome.codes[1] != nil)
        #expect(outcome.codes[2] == "roster.doubled")
    }
}
