import PluginSDK
import PluginTestKit
import ReportTemplates
import Testing

@testable import Report

/// The whole plugin, with the engines and the template that it brings along.
@Suite struct PluginTests {
    private let backend = FakeBackend()
    private let services: MemoryServices

    init() {
        let backend = backend
        services = MemoryServices(http: { backend.answer($0) })
    }

    private func harness(_ settings: String = "{}") async throws -> PluginHarness {
        try await PluginHarness(ReportPlugin.self, settings: settings, memory: services)
    }

    @Test("a command ends in a callback with a drawn page, its metrics and spans, and no name in the log")
    func job() async throws {
        let harness = try await harness()
        let answer = try await harness.call("report.job", json: ReportFixture.command)
        #expect(answer.isOK && answer.headers == ["message-id": "1201:0"], "\(answer.message)")
        #expect(answer.json?["success"] == true, "\(answer.json?["errorMessage"] ?? .null)")
        let report = CallbackAnswer<ReportCallbackBody>(encoded: answer.payload).report ?? []
        #expect(report.starts(with: [0xFF, 0xD8, 0xFF]))
        backend.set(FakeBackend.student, nil)
        let failed = try await harness.call("report.job", json: ReportFixture.command)
        #expect(failed.isOK && failed.headers == ["message-id": "1201:0", "outcome": "failure"])
        let metrics = harness.metrics
        #expect(metrics[#"report_generated_total{"mode":"mq","status":"success"}"#] == 1)
        #expect(metrics[#"report_generated_total{"mode":"mq","status":"failure"}"#] == 1)
        #expect(metrics["report_render_duration_seconds"] != nil)
        for document in BackendDocument.allCases {
            #expect(metrics["report_backend_fetch_duration_seconds{\"endpoint\":\"\(document.rawValue)\"}"] != nil)
        }
        #expect(harness.spans.contains("report.render") && harness.spans.count { $0 == "report.fetch" } >= 8)
        for line in harness.logs { #expect(!"\(line)".contains("김하늘") && !"\(line)".contains("1001")) }
        try await harness.finish()
    }

    @Test("the route answers the page, and FastAPI's words where the request is wrong")
    func route() async throws {
        let harness = try await harness()
        let path = ["parameter-student_id": "1001", "parameter-exam_id": "42"]
        let tenant = ["x-tenant-slug": "demo"]
        let page = try await harness.call("report.student", [], headers: path.merging(tenant) { $1 })
        #expect(page.isOK && page.mediaType == "image/jpeg", "\(page.message)")
        let document = try await harness.call(
            "report.student", [], headers: path.merging(tenant) { $1 }.merging(["parameter-format": "pdf"]) { $1 })
        #expect(document.mediaType == "application/pdf" && document.payload.starts(with: Array("%PDF-".utf8)))
        let nobody = try await harness.call("report.student", [], headers: path)
        #expect(nobody.httpStatus == 422)
        #expect(
            nobody.json == [
                "detail": [["loc": ["header", "x-tenant-slug"], "msg": "Field required", "type": "missing"]]
            ])
        backend.set(FakeBackend.student, .status(503))
        let failing = try await harness.call("report.student", [], headers: path.merging(tenant) { $1 })
        #expect(failing.httpStatus == 502 && failing.status == PROCTOR_RETRY)
        try await harness.finish()
    }

    @Test("the same command gives the same picture")
    func identical() async throws {
        let harness = try await harness()
        let first = try await harness.call("report.job", json: ReportFixture.command)
        let second = try await harness.call("report.job", json: ReportFixture.command)
        #expect(first.payload == second.payload)
        try await harness.finish()
    }

    @Test("every kind of data that jobs make is what the built-in template takes")
    func data() async throws {
        let harness = try await harness(#"{"locale": "en", "ink_saving": true}"#)
        backend.set(
            FakeBackend.exam, .json(FakeBackend.examDocument.replacing(#""GRADED""#, with: #""PASS_FAIL""#)))
        for path in FakeBackend.optional + [FakeBackend.answers] { backend.set(path, nil) }
        let answer = try await harness.call(
            "report.job", json: ReportFixture.command(["commentary": "A\nB", "feedback": "C"]))
        #expect(answer.json?["success"] == true, "\(answer.json?["errorMessage"] ?? .null)")
        try await harness.finish()
    }

    @Test("one score below nothing is drawn, and fails nobody of its class")
    func negative() async throws {
        let harness = try await harness()
        backend.set(
            FakeBackend.ownResults,
            .json(
                #"[{"id": 400, "examId": 41, "score": -3, "createdAt": "2026-10-10"}, {"id": 501, "examId": 42, "score": -5}]"#
            ))
        backend.set(
            FakeBackend.answers,
            .json(
                #"[{"questionNumber": 1, "selectedChoice": "2", "isCorrect": false, "score": 30, "earnedScore": -5}]"#))
        for path in FakeBackend.optional { backend.set(path, nil) }
        backend.set(
            FakeBackend.examResults,
            .json(
                #"[{"id": 1, "studentId": 1, "score": 80}, {"id": 501, "studentId": 1001, "score": -5}, "#
                    + #"{"id": 3, "studentId": 3, "score": 50}]"#))
        let answer = try await harness.call("report.job", json: ReportFixture.command)
        #expect(answer.json?["success"] == true, "\(answer.json?["errorMessage"] ?? .null)")
        try await harness.finish()
    }

    @Test("who asks for a template that is not there is not told of the others")
    func unknownTemplate() async throws {
        let harness = try await harness(#"{"template": "absent"}"#)
        let answer = try await harness.call("report.job", json: ReportFixture.command)
        guard case .string(let message)? = answer.json?["errorMessage"] else { Issue.record("no message"); return }
        #expect(answer.json?["errorCode"] == "template.unknown" && !message.contains("exam-report"), "\(message)")
        try await harness.finish()
    }

    @Test("it keeps the rules of plugins")
    func conformance() async {
        let findings = await PluginConformance.check(
            ReportPlugin.self, samples: [.init("report.preview", json: #"{"template": "exam-report"}"#)])
        #expect(findings.isEmpty)
    }
}
