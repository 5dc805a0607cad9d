import FoundationEssentials
import PluginTestKit
import Testing

@testable import Report

/// The whole plugin, with its own template, fonts and drawing.
@Suite("A class drawn for real")
struct RealClassTests {
    private func harness() async throws -> PluginHarness {
        try await PluginHarness(ReportPlugin.self, settings: #"{"scale": 1}"#)
    }

    private func request(_ more: String) -> String {
        let sheets = [
            ClassFixture.sheet("12345678", ["3", "1", "5"], score: 100),
            ClassFixture.sheet("23456789", ["3", "무효", "5"], score: 60),
        ]
        return #"{"exam": \#(ClassFixture.exam), "roster": \#(ClassFixture.roster), "#
            + #""results": [\#(sheets.joined(separator: ","))]\#(more)}"#
    }

    @Test("a ZIP of JPEGs, the same bytes each time")
    func archive() async throws {
        let harness = try await harness()
        let answer = try await harness.call("report.class", json: request(""))
        #expect(answer.pieces.count == 4)
        let entries = try ZIPReader.entries(of: answer.pieces.flatMap { $0 })
        #expect(entries.map(\.name) == ["report_1001_42.jpg", "report_1002_42.jpg", "report.json"])
        #expect(entries.dropLast().allSatisfy { $0.bytes.starts(with: [0xFF, 0xD8, 0xFF]) && $0.bytes.count > 20_000 })
        let outcome = try ClassOutcome(json: try #require(entries.last).bytes)
        #expect(outcome.codes == [nil, nil, "result.missing"])
        #expect(outcome.students.map(\.missingGlyphs) == [0, 0, 0])
        #expect(try await harness.call("report.class", json: request("")).pieces == answer.pieces)
        try await harness.finish()
    }

    @Test("a client that reads slowly slows the class down, and one that leaves ends it")
    func slowReader() async throws {
        var limits = HarnessLimits()
        limits.window = 1
        let harness = try await PluginHarness(ReportPlugin.self, settings: #"{"scale": 1}"#, limits: limits)
        let job = harness.submit(
            "report.class", Array(request("").utf8), headers: ["content-type": "application/json"],
            readsEagerly: false)
        #expect(await job.becomesBusy())
        #expect(job.unreadPieces == 1)
        #expect(job.read().count == 1)
        job.cancel()
        #expect(try await !job.answer().isOK)
        try await harness.finish()
    }

    @Test("less ink is the template's theme for it on every way to a report")
    func lessInk() async throws {
        let harness = try await harness()
        let plain = try await harness.call("report.class", json: request(""))
        let saving = try await harness.call("report.class", json: request(#", "options": {"inkSaving": true}"#))
        let themed = try await harness.call(
            "report.class", json: request(#", "theme": "ink-saving", "options": {"inkSaving": true}"#))
        let first = { (answer: HarnessAnswer) in try ZIPReader.entries(of: answer.pieces.flatMap { $0 })[0].bytes }
        #expect(try first(saving) != first(plain))
        #expect(try first(saving) == first(themed))
        try await harness.finish()
    }

    @Test("a theme that the template lacks is one refusal, with those that there are")
    func noTheme() async throws {
        let harness = try await harness()
        let answer = try await harness.call("report.class", json: request(#", "theme": "pink""#))
        #expect(answer.code == "render.theme")
        #expect(answer.httpStatus == 422)
        #expect(answer.message.contains("ink-saving"))
        #expect(answer.pieces.isEmpty)
        try await harness.finish()
    }

    @Test("one PDF with an entry in its outline for each student, and a page for who has no report")
    func book() async throws {
        let harness = try await harness()
        let answer = try await harness.call("report.class_pdf", json: request(""))
        let text = String(decoding: answer.payload, as: UTF8.self)
        #expect(text.hasPrefix("%PDF-"))
        #expect(text.contains("/Outlines"))
        #expect(text.ranges(of: "/Title").count >= 3)
        try await harness.finish()
    }

    @Test("a stream of progress, and the file that it names")
    func stream() async throws {
        let harness = try await harness()
        let headers = ["x-tenant-slug": "demo", "content-type": "application/json"]
        let answer = try await harness.call("report.class_stream", json: request(""), headers: headers)
        let pieces = try answer.pieces.map { try JSONDecoder().decode(ClassPiece.self, from: Data($0)) }
        #expect(pieces.map(\.event) == [.progress, .progress, .progress, .done])
        let last = try #require(pieces.last)
        #expect(last.failed?.map(\.studentId) == [1003])
        let kept = try #require(last.files?.first)
        let file = try await harness.call(
            "report.file", [], headers: ["x-tenant-slug": "demo", "parameter-key": kept.key])
        #expect(file.payload.count == kept.size)
        #expect(try ZIPReader.entries(of: file.payload).count == 3)
        try await harness.finish()
    }
}
