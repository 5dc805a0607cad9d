import FoundationEssentials
import PluginSDK
import PluginTestKit
import Synchronization
import Testing

@testable import Report

/// Whole classes against a template that draws nothing, and the services in memory.
struct ClassFixture: Sendable {
    let backend: FakeBackend
    let rendering = ClassRendering()
    let services: MemoryServices
    let reports: ClassReports

    init(_ settings: String = "{}", classes: ClassSettings = ClassSettings()) throws {
        let backend = FakeBackend()
        self.backend = backend
        services = MemoryServices(blobLimit: 8 << 20, http: { backend.answer($0) })
        let settings = try ReportSettings.decode(settings)
        let metrics = ReportMetrics(metrics: Host().metrics)
        reports = ClassReports(
            maker: ReportMaker(
                settings: settings, facts: FactsGatherer(settings, metrics: metrics), rendering: rendering,
                cache: ReportCache(
                    settings.cache, metrics: metrics,
                    digest: { String(String(decoding: $0, as: UTF8.self).hashValue, radix: 16) }),
                metrics: metrics,
                // 2026-11-20, 15:00 in UTC, which is the next day in Korea.
                clock: { 1_795_186_800 }), settings: classes)
    }

    func job(tenant: String? = nil) -> Job {
        Job(
            headers: tenant.map { ["x-tenant-slug": $0] } ?? [:],
            host: services.host(for: ServiceCaller(tenant: tenant)))
    }

    /// The ZIP of a class, piece by piece.
    func pieces(_ request: ClassRequest, tenant: String? = nil) async throws -> [[UInt8]] {
        let pieces = Collected<RawPiece>()
        try await reports.archive(request, job: job(tenant: tenant), to: Output { pieces.add($0) })
        return pieces.all.map(\.bytes)
    }

    func file(_ request: ClassRequest, tenant: String? = nil) async throws -> [UInt8] {
        try await pieces(request, tenant: tenant).flatMap { $0 }
    }

    /// The lines of the text that stands for a PDF.
    func book(_ request: ClassRequest) async throws -> [Substring] {
        let response = try await reports.book(request, job: job())
        #expect(response.mediaType == "application/pdf")
        return String(decoding: response.bytes, as: UTF8.self).split(separator: "\n")
    }

    /// `report.json` of an archive.
    func outcome(_ request: ClassRequest, tenant: String? = nil) async throws -> ClassOutcome {
        let entries = try ZIPReader.entries(of: try await file(request, tenant: tenant))
        guard let json = entries.first(where: { $0.name == "report.json" }) else { throw ZIPReader.Malformed() }
        return try ClassOutcome(json: json.bytes)
    }

    static func request(_ json: String) throws -> ClassRequest {
        try JSONDecoder().decode(ClassRequest.self, from: Data(json.utf8))
    }

    static let exam = #"""
        {"id": 42, "name": "11월 모의고사", "date": "2026-11-14", "category": "GRADED", "gradingType": "RELATIVE",
         "gradeScale": "NINE_GRADE", "totalQuestions": 3, "correctAnswers": {"1": "3", "2": "1", "3": "5"},
         "questionScores": {"1": 40, "2": 40, "3": 20}, "questionTypes": {"1": "듣기", "2": "듣기", "3": "빈칸"},
         "totalPossibleScore": 100, "passScore": null}
        """#

    static let roster = #"""
        [{"studentId": 1001, "name": "김하늘", "phone": "010-1234-5678", "school": "한빛고"},
         {"studentId": 1002, "name": "이바다", "phone": "010-2345-6789"},
         {"studentId": 1003, "name": "박들", "phone": "+82 10 3456 7890"}]
        """#

    /// As `grading.grade` answers.
    static func sheet(_ phone: String, _ answers: [String], score: Int) -> String {
        let results = zip(1..., zip(answers, ["3", "1", "5"])).map { number, pair in
            #"{"questionNumber": \#(number), "studentAnswer": "\#(pair.0)", "correctAnswer": "\#(pair.1)", "#
                + #""score": \#([40, 40, 20][number - 1]), "earnedScore": 0, "questionType": "듣기"}"#
        }
        return #"{"totalScore": \#(score), "grade": 1, "phoneNumber": "\#(phone)", "results": ["#
            + results.joined(separator: ",") + #"], "imageInfo": {"originalSize": "2480x3508"}}"#
    }

    static func graded(
        _ results: [String], roster: String = roster, more: String = ""
    ) throws -> ClassRequest {
        try request(
            #"{"exam": \#(exam), "roster": \#(roster), "results": [\#(results.joined(separator: ","))]\#(more)}"#)
    }

    /// All three have a sheet.
    static func whole(_ more: String = "") throws -> ClassRequest {
        try graded(
            [
                sheet("12345678", ["3", "1", "5"], score: 100), sheet("23456789", ["3", "무효", "5"], score: 60),
                sheet("34567890", ["1", "2", "5"], score: 20),
            ], more: more)
    }
}

/// What an output was given.
final class Collected<Piece: Sendable>: Sendable {
    private let kept = Mutex<[Piece]>([])
    var all: [Piece] { kept.withLock { $0 } }
    func add(_ piece: Piece) { kept.withLock { $0.append(piece) } }
}

/// Draws the data itself, into files and into a book.
final class ClassRendering: ReportRendering {
    struct State {
        var version = 1
        var running = 0
        var most = 0
        var pinned = 0
        var breaks: Set<Int> = []
        var unreadable: Set<Int> = []
        var padding = 0
        var drawn = 0
    }

    private let state = Mutex(State())
    private let behaviour = Mutex<@Sendable (Int) async throws -> Void>({ _ in })

    /// Is run for each student, by number, before the report is drawn.
    func behave(_ change: @escaping @Sendable (Int) async throws -> Void) { behaviour.withLock { $0 = change } }

    /// Students whose pages spoil a book.
    func spoil(_ students: Set<Int>) { state.withLock { $0.breaks = students } }

    /// Students with characters that no font has, in books.
    func misread(_ students: Set<Int>) { state.withLock { $0.unreadable = students } }

    /// Bytes that each report has beside its data.
    func pad(_ bytes: Int) { state.withLock { $0.padding = bytes } }

    /// How many were drawn.
    var drawn: Int { state.withLock { $0.drawn } }

    /// The template's files change.
    func change() { state.withLock { $0.version += 1 } }

    /// How many were drawn at once.
    var most: Int { state.withLock { $0.most } }
    var pinned: Int { state.withLock { $0.pinned } }

    func template(_ name: String, theme: String?) throws(DrawingRefusal) -> any PinnedTemplate {
        guard name != "absent" else { throw DrawingRefusal(code: "template.unknown", message: "There is none.") }
        guard theme != "absent" else { throw DrawingRefusal(code: "render.theme", message: "There is none.") }
        return state.withLock { state in
            state.pinned += 1
            return Template(version: "\(name)/\(theme ?? "-")/\(state.version)", rendering: self)
        }
    }

    private func draw(_ data: [UInt8]) async throws {
        state.withLock { state in
            state.running += 1
            state.drawn += 1
            state.most = max(state.most, state.running)
        }
        defer { state.withLock { $0.running -= 1 } }
        try await behaviour.withLock { $0 }(Self.student(data))
    }

    static func student(_ data: [UInt8]) -> Int {
        guard let tree = try? JSONValue(parsing: data), case .integer(let id)? = tree["student"]?["id"] else {
            return 0
        }
        return id
    }

    private struct Template: BindingTemplate {
        let version: String
        let rendering: ClassRendering

        func draw(_ data: [UInt8], as output: ReportOutput) async throws -> DrawnReport {
            try await rendering.draw(data)
            return DrawnReport(
                bytes: Array("\(version) \(output.format.rawValue) ".utf8) + data
                    + [UInt8](repeating: 0x20, count: rendering.state.withLock { $0.padding }),
                mediaType: output.format.mediaType)
        }

        func book(
            title: String, language: String, output: ReportOutput
        ) throws(DrawingRefusal) -> any ReportBook {
            Book(title: title, rendering: rendering)
        }
    }

    /// A text of what was bound, a line each.
    private actor Book: ReportBook {
        private let rendering: ClassRendering
        private var lines: [String]
        private var isBroken = false

        init(title: String, rendering: ClassRendering) {
            self.rendering = rendering
            lines = ["# \(title)"]
        }

        func append(
            _ data: [UInt8], outline: String, accept: @escaping @Sendable (DrawnReport) throws -> Void
        ) async throws -> DrawnReport {
            try await rendering.draw(data)
            let student = ClassRendering.student(data)
            if isBroken || rendering.state.withLock({ $0.breaks.contains(student) }) {
                isBroken = true
                throw BrokenBook(refusal: DrawingRefusal(code: "drawing.failed", message: "It is spoilt."))
            }
            let missing = rendering.state.withLock { $0.unreadable.contains(student) } ? 2 : 0
            let report = DrawnReport(bytes: [], mediaType: "application/pdf", missingGlyphs: missing)
            try accept(report)
            lines.append("\(outline) \(student)")
            return report
        }

        var leastSize: Int { rendering.state.withLock { $0.padding } * lines.count }

        func append(title: String, lines more: [String]) async throws { lines += ["## \(title)"] + more }

        func finish() async throws -> [UInt8] {
            if isBroken { throw BrokenBook(refusal: DrawingRefusal(code: "drawing.failed", message: "It is spoilt.")) }
            return Array(lines.joined(separator: "\n").utf8)
        }
    }
}
