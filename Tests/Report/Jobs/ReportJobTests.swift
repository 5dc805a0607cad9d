import PluginSDK
import PluginTestKit
import Testing

@testable import Report

@Suite struct ReportJobTests {
    private static let members: Set = [
        "jobId", "examId", "studentId", "tenantSlug", "reportIndex", "totalReports", "success", "reportBytes",
        "fileName", "errorMessage", "errorCode", "schemaVersion",
    ]

    @Test("a success callback has exactly the contract's fields, with the report in base64")
    func success() async throws {
        let fixture = try ReportFixture()
        let answer = try await fixture.make()
        #expect(answer.messageID == "1201:0" && !answer.isFailure)
        let members = answer.members
        #expect(Set(members.keys) == Self.members)
        #expect(members["jobId"] == 1201 && members["examId"] == 42 && members["studentId"] == 1001)
        #expect(members["tenantSlug"] == "demo" && members["reportIndex"] == 0 && members["totalReports"] == 2)
        #expect(members["success"] == true && members["schemaVersion"] == 1)
        #expect(members["fileName"] == "report_1001_42.jpg")
        #expect(members["errorMessage"] == .null && members["errorCode"] == .null)
        let report = try #require(answer.report)
        #expect(String(decoding: report, as: UTF8.self).hasPrefix(#"exam-report/-/1 {"locale":"ko""#))
        let text = String(decoding: answer.bytes, as: UTF8.self)
        #expect(text.hasPrefix(#"{"jobId":1201,"examId":42,"studentId":1001,"tenantSlug":"demo","reportIndex":0,"#))
    }

    @Test("the same command gives the same bytes")
    func identical() async throws {
        let fixture = try ReportFixture()
        #expect(try await fixture.make().bytes == fixture.make(job: fixture.job("again")).bytes)
        #expect(fixture.rendering.drawn.count == 2, "nothing is kept unless the settings say so")
    }

    @Test("the backend is asked for each document, for the command's tenant")
    func requests() async throws {
        let fixture = try ReportFixture()
        _ = try await fixture.make()
        let requests = fixture.services.requests
        let paths = requests.map { request in
            request.query.isEmpty ? request.path : "\(request.path)?\(request.query[0].name)=\(request.query[0].value)"
        }
        #expect(paths.sorted() == FakeBackend.all.sorted())
        #expect(requests.allSatisfy { $0.method == "GET" && $0.tenant == "demo" && $0.upstream == "backend" })
    }

    @Test("a message of one tenant cannot have another's report made")
    func tenants() async throws {
        let fixture = try ReportFixture()
        #expect(try await fixture.make(job: fixture.job(tenant: "demo")).isFailure == false)
        let reject = await #expect(throws: Reject.self) { try await fixture.make(job: fixture.job(tenant: "other")) }
        #expect(reject?.code == "command.tenant_mismatch")
    }

    /// What is wrong, and the code that the backend is told.
    struct Fault: Sendable, CustomTestStringConvertible {
        let path: String
        let answer: MemoryAnswer?
        let code: String
        var testDescription: String { "\(code) \(path)" }
    }

    /// An exam of 41 kinds.
    private static let manyKinds: String = {
        let numbers = 1...41
        let scores = numbers.map { #""\#($0)": 1"# }.joined(separator: ",")
        let types = numbers.map { #""\#($0)": "kind \#($0)""# }.joined(separator: ",")
        return #"{"questionScores": {\#(scores)}, "questionTypes": {\#(types)}}"#
    }()

    static let faults: [Fault] = [
        Fault(path: FakeBackend.exam, answer: nil, code: "exam.missing"),
        Fault(path: FakeBackend.exam, answer: .status(204), code: "exam.missing"),
        Fault(path: FakeBackend.student, answer: nil, code: "student.missing"),
        Fault(path: FakeBackend.exam, answer: .status(403), code: "exam.refused"),
        Fault(path: FakeBackend.student, answer: .status(302), code: "student.refused"),
        Fault(path: FakeBackend.ownResults, answer: .status(401), code: "student_results.refused"),
        Fault(path: FakeBackend.answers, answer: .status(400), code: "answers.refused"),
        Fault(path: FakeBackend.exam, answer: .json("[]"), code: "exam.unusable"),
        Fault(path: FakeBackend.exam, answer: .json(#"{"category": "ORAL"}"#), code: "exam.unusable"),
        Fault(path: FakeBackend.exam, answer: .json(#"{"questionScores": {"1": "30"}}"#), code: "exam.unusable"),
        Fault(path: FakeBackend.exam, answer: .json(#"{"totalPossibleScore": "100"}"#), code: "exam.unusable"),
        Fault(path: FakeBackend.exam, answer: .json(#"{"questionScores": {"0": 30}}"#), code: "exam.unusable"),
        Fault(path: FakeBackend.exam, answer: .json(manyKinds), code: "exam.unusable"),
        Fault(
            path: FakeBackend.ownResults, answer: .json(#"[{"id": 501, "examId": 42, "score": "70"}]"#),
            code: "student_results.unusable"),
        Fault(
            path: FakeBackend.examResults, answer: .json(#"[{"id": 501, "studentId": 1001, "score": "70"}]"#),
            code: "exam_results.unusable"),
        Fault(path: FakeBackend.student, answer: .json("7"), code: "student.unusable"),
        Fault(path: FakeBackend.ownResults, answer: .json("{}"), code: "student_results.unusable"),
        Fault(path: FakeBackend.examResults, answer: .json("{}"), code: "exam_results.unusable"),
        Fault(path: FakeBackend.answers, answer: .json("{}"), code: "answers.unusable"),
    ]

    @Test("what will never be made is told in a failure callback", arguments: faults)
    func failures(_ fault: Fault) async throws {
        let fixture = try ReportFixture()
        fixture.backend.set(fault.path, fault.answer)
        let answer = try await fixture.make()
        #expect(answer.isFailure && answer.messageID == "1201:0")
        let members = answer.members
        #expect(Set(members.keys) == Self.members)
        #expect(members["success"] == false && members["errorCode"] == .string(fault.code))
        #expect(members["reportBytes"] == .null && members["fileName"] == .null && members["jobId"] == 1201)
        guard case .string(let message)? = members["errorMessage"] else { Issue.record("no message"); return }
        let first = try #require(message.unicodeScalars.first)
        #expect((0xAC00...0xD7A3).contains(first.value), "Korean first: \(message)")
        #expect(!message.contains("김하늘"))
        #expect(fixture.rendering.drawn.isEmpty)
    }

    @Test("a student without a result in the exam is told, when neither list has one")
    func noResult() async throws {
        let fixture = try ReportFixture()
        fixture.backend.set(FakeBackend.ownResults, .json("[]"))
        fixture.backend.set(FakeBackend.examResults, .json(#"[{"id": 502, "studentId": 1002, "score": 90}]"#))
        #expect(try await fixture.make().json["errorCode"] == "result.missing")
    }

    @Test("a result that the student's own list lacks is taken from the exam's")
    func resultOfTheExam() async throws {
        let fixture = try ReportFixture()
        for own in [nil, .json("[]")] as [MemoryAnswer?] {
            fixture.backend.set(FakeBackend.ownResults, own)
            let data = try await fixture.data()
            #expect(data["result"]?["score"] == 70 && data["questions"]?.count == 4)
            #expect(data["history"]?.count == 1)
        }
    }

    @Test(
        "what may pass ends the attempt alone, whichever document it is",
        arguments: FakeBackend.all,
        [
            .status(500), .status(503), .status(429), .status(408), .json("<html>"),
            .refusal(.retry("upstream.timeout", "It took too long.")),
        ] as [MemoryAnswer])
    func transient(_ path: String, _ answer: MemoryAnswer) async throws {
        let fixture = try ReportFixture()
        fixture.backend.set(path, answer)
        let error = await #expect(throws: (any Error).self) { try await fixture.make() }
        #expect(error is Retry || (error as? ServiceError)?.status == PROCTOR_RETRY)
        #expect(fixture.rendering.drawn.isEmpty)
    }

    @Test("what can be done without is computed or left out", arguments: [404, 204, 403])
    func degraded(_ status: Int) async throws {
        let fixture = try ReportFixture()
        for path in [FakeBackend.rank, FakeBackend.statistics, FakeBackend.choices] {
            fixture.backend.set(path, .status(status))
        }
        let result = try #require(try await fixture.data()["result"])
        #expect(result["rank"] == 2 && result["participants"] == 4 && result["percentile"] == 25)
        #expect(result["average"] == 67.5 && result["standardDeviation"] == .number(17.9))
        #expect(result["highest"] == 90 && result["lowest"] == 40)
        fixture.backend.set(FakeBackend.examResults, .status(status))
        let alone = try ReportFixture()
        for path in FakeBackend.optional { alone.backend.set(path, .status(status)) }
        alone.backend.set(FakeBackend.answers, .status(404))
        let data = try await alone.data()
        #expect(data["result"]?["rank"] == .null && data["result"]?["average"] == .null)
        for name in ["distribution", "grades", "mostMissed", "questions", "types"] { #expect(data[name] == []) }
        #expect(data["result"]?["correctCount"] == 3, "as the result says it")
    }

    @Test("an optional document that cannot be read is as one that is not there")
    func unreadable() async throws {
        let fixture = try ReportFixture()
        for path in [FakeBackend.rank, FakeBackend.statistics, FakeBackend.choices] {
            fixture.backend.set(path, .json(#"["what"]"#))
        }
        #expect(try await fixture.data()["result"]?["rank"] == 2)
    }

    @Test("documents that are skipped are not asked for")
    func skipped() async throws {
        let fixture = try ReportFixture(#"{"skip": ["rank", "statistics", "choices", "exam_results"]}"#)
        #expect(try await fixture.data()["result"]?["participants"] == .null)
        #expect(fixture.services.requests.count == 4)
    }

    @Test("a report that cannot be drawn is told with the template's code; what may pass is tried again")
    func drawing() async throws {
        let fixture = try ReportFixture()
        fixture.rendering.behave { _ in throw DrawingRefusal(code: "template.undefined", message: "x is undefined.") }
        let answer = try await fixture.make()
        #expect(answer.json["errorCode"] == "template.undefined" && answer.isFailure)
        #expect(answer.json["errorMessage"] == "성적표를 그릴 수 없습니다: x is undefined.")
        fixture.rendering.behave { _ in
            throw DrawingRefusal(code: "browser.died", message: "The browser died.", isTransient: true)
        }
        let retry = await #expect(throws: Retry.self) { try await fixture.make() }
        #expect(retry?.code == "browser.died")
        let absent = try ReportFixture(#"{"template": "absent"}"#)
        #expect(try await absent.make().json["errorCode"] == "template.unknown")
        #expect(absent.services.requests.isEmpty, "the backend is not asked in vain")
    }

    @Test("characters that no font has fail a report only where the settings are strict")
    func glyphs() async throws {
        for (settings, isFailure) in [("{}", false), (#"{"strict_glyphs": true}"#, true)] {
            let fixture = try ReportFixture(settings)
            fixture.rendering.behave { $0.missingGlyphs = 2 }
            let answer = try await fixture.make()
            #expect(answer.isFailure == isFailure)
            #expect(answer.json["errorCode"] == (isFailure ? "report.glyphs_missing" : .null))
        }
    }

    @Test("a report that is larger than the limit fails, and is not made worse")
    func tooLarge() async throws {
        let fixture = try ReportFixture(#"{"callback": {"limit": 5000}}"#)
        fixture.rendering.behave { $0.bytes = [UInt8](repeating: 7, count: 5000) }
        #expect(try await fixture.make().report?.count == 5000)
        fixture.rendering.behave { $0.bytes = [UInt8](repeating: 7, count: 5001) }
        let answer = try await fixture.make()
        #expect(answer.json["errorCode"] == "report.too_large" && answer.json["reportBytes"] == .null)
    }

    @Test("a job that failed for good elsewhere is told with its code and sentence")
    func failed() async throws {
        let fixture = try ReportFixture()
        let headers = ["x-failure-code": "upstream.timeout", "x-failure-message": "The backend did not answer."]
        let answer = try fixture.fail(job: fixture.job(headers: headers))
        #expect(answer.isFailure && answer.messageID == "1201:0" && Set(answer.members.keys) == Self.members)
        #expect(answer.json["errorCode"] == "upstream.timeout" && answer.json["success"] == false)
        #expect(answer.json["errorMessage"] == "성적표를 만들지 못했습니다: The backend did not answer.")
        #expect(try fixture.fail(job: fixture.job()).json["errorCode"] == "job.failed")
        #expect(fixture.services.requests.isEmpty)
    }
}
