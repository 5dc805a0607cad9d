import PluginSDK
import PluginTestKit
import Testing

@testable import Report

@Suite struct StudentReportTests {
    @Test("a report is answered as the image that it is")
    func success() async throws {
        let fixture = try ReportFixture()
        let response = try await fixture.report()
        #expect(response.mediaType == "image/jpeg")
        #expect(try await response.bytes == fixture.make().report)
        #expect(fixture.services.requests.allSatisfy { $0.tenant == "demo" })
    }

    @Test("who asks may choose format and template; the tenant's theme is not another template's")
    func choices() async throws {
        let fixture = try ReportFixture(#"{"theme": "blue"}"#)
        #expect(try await fixture.report(query: ["format": "pdf"]).mediaType == "application/pdf")
        #expect(try await fixture.report(query: ["format": "png8"]).mediaType == "image/png")
        _ = try await fixture.report(query: ["template": "another"])
        _ = try await fixture.report(query: ["template": ""])
        #expect(fixture.rendering.drawn.map(\.template) == ["exam-report", "exam-report", "another", "exam-report"])
        #expect(fixture.rendering.drawn.map(\.theme) == ["blue", "blue", nil, "blue"])
    }

    @Test("all that is wrong with a request is said at once, as FastAPI says it")
    func refused() async throws {
        let fixture = try ReportFixture()
        let refusal = await #expect(throws: InputRefusal.self) {
            try await fixture.report(student: "x", exam: "4.2", tenant: nil, query: ["format": "gif"])
        }
        #expect(refusal?.httpStatus == 422)
        #expect(
            refusal?.problems.map(\.location) == [
                ["path", "student_id"], ["path", "exam_id"], ["header", "x-tenant-slug"], ["query", "format"],
            ])
        #expect(refusal?.problems.map(\.type) == ["int_parsing", "int_parsing", "missing", "enum"])
        #expect(
            refusal?.problems.last?.message == "Input should be 'jpeg', 'png', 'png8' or 'pdf'")
        #expect(fixture.services.requests.isEmpty)
    }

    @Test(
        "what is not there is 404, what the backend refuses or garbles is 502",
        arguments: [
            (FakeBackend.exam, .status(404), 404), (FakeBackend.student, .status(404), 404),
            (FakeBackend.exam, .status(403), 502), (FakeBackend.exam, .json("[]"), 502),
            (FakeBackend.exam, .status(500), 502), (FakeBackend.student, .status(429), 502),
            (FakeBackend.student, .json("<html>"), 502),
            (FakeBackend.exam, .refusal(.retry("upstream.timeout", "It took too long.")), 504),
            (FakeBackend.rank, .refusal(.retry("upstream.circuit_open", "It fails too often.")), 502),
            (FakeBackend.rank, .refusal(.reject("upstream.unknown", "There is none.")), 502),
        ] as [(String, MemoryAnswer, Int)])
    func statuses(_ path: String, _ answer: MemoryAnswer, _ status: Int) async throws {
        let fixture = try ReportFixture()
        fixture.backend.set(path, answer)
        let error = await #expect(throws: (any Error).self) { try await fixture.report() }
        #expect((error as? Reject)?.httpStatus == status || (error as? Retry)?.httpStatus == status)
    }

    @Test("a template that is not there is 404, a drawing that fails is 500")
    func drawing() async throws {
        let fixture = try ReportFixture()
        let template = await #expect(throws: Reject.self) { try await fixture.report(query: ["template": "absent"]) }
        #expect(template?.httpStatus == 404)
        fixture.rendering.behave { _ in throw DrawingRefusal(code: "layout.limit", message: "Too many boxes.") }
        #expect(await #expect(throws: Reject.self) { try await fixture.report() }?.httpStatus == 500)
        fixture.rendering.behave { _ in
            throw DrawingRefusal(code: "browser.died", message: "It died.", isTransient: true)
        }
        #expect(await #expect(throws: Retry.self) { try await fixture.report() }?.httpStatus == 500)
    }

    @Test("a result that is not there is 404")
    func noResult() async throws {
        let fixture = try ReportFixture()
        fixture.backend.set(FakeBackend.ownResults, nil)
        fixture.backend.set(FakeBackend.examResults, .json("[]"))
        let reject = await #expect(throws: Reject.self) { try await fixture.report() }
        #expect(reject?.code == "result.missing" && reject?.httpStatus == 404)
    }
}
