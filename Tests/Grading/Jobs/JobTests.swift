import PluginSDK
import PluginTestKit
import Testing

@testable import Grading

@Suite struct JobTests {
    private static let identity: Set = [
        "jobId", "examId", "tenantSlug", "imageIndex", "totalImages", "fileName", "objectKey",
    ]
    private static let members = identity.union([
        "success", "phoneNumber", "totalScore", "grade", "results", "imageInfo", "errorMessage", "errorCode",
        "schemaVersion",
    ])

    @Test("a success callback has exactly the contract's fields, with the sheet's marks")
    func success() async throws {
        let fixture = try JobFixture()
        let answer = try await fixture.grade()
        #expect(answer.messageID == "7:0" && !answer.isFailure)
        let members = answer.members
        #expect(Set(members.keys) == Self.members)
        #expect(members["jobId"] == 7 && members["examId"] == 42 && members["tenantSlug"] == "demo")
        #expect(members["imageIndex"] == 0 && members["totalImages"] == 2)
        #expect(members["objectKey"] == "tmp/7/0.jpg" && members["fileName"] == "0.jpg")
        #expect(members["success"] == true && members["schemaVersion"] == 1)
        #expect(members["errorMessage"] == .null && members["errorCode"] == .null)
        #expect(members["totalScore"] == 2 && members["grade"] == 9)
        let phone = (1...8).map { fixture.truth["phone\($0)"]?.first ?? "0" }.joined()
        #expect(members["phoneNumber"] == .string(phone))
        guard case .array(let results)? = members["results"] else { Issue.record("no results"); return }
        let first = JSONValue.string(fixture.truth["q1"]?.first ?? "무효")
        #expect(
            results.first == [
                "questionNumber": 1, "studentAnswer": first, "correctAnswer": first, "score": 2, "earnedScore": 2,
                "questionType": "듣기",
            ])
        #expect(results.count == 2 && results[1]["questionType"] == "기타")
        #expect(members["imageInfo"]?["resizedSize"] == "2480x3508")
    }

    @Test("the exam is asked for at the backend, for the command's tenant")
    func exam() async throws {
        let fixture = try JobFixture()
        _ = try await fixture.grade()
        let request = try #require(fixture.services.requests.first)
        #expect(request.upstream == "backend" && request.method == "GET" && request.path == "/internal/exams/42")
        #expect(request.tenant == "demo" && request.body.isEmpty)
        let named = try JobFixture(#"{"upstream": "core", "exam_path": "/t/{tenantSlug}/exams/{examId}/key"}"#)
        _ = try await named.grade(JobFixture.command(["tenantSlug": "a/b?c"]))
        #expect(named.services.requests.map(\.path) == ["/t/a%2Fb%3Fc/exams/42/key"])
        #expect(named.services.requests.map(\.upstream) == ["core"])
    }

    @Test("a message of one tenant cannot have another's exam graded")
    func tenants() async throws {
        let fixture = try JobFixture()
        #expect(try await fixture.grade(job: fixture.job(tenant: "demo")).isFailure == false)
        let reject = await #expect(throws: Reject.self) { try await fixture.grade(job: fixture.job(tenant: "other")) }
        #expect(reject?.code == "command.tenant_mismatch")
    }

    @Test("types may be missing or null, and a number may stand for an answer")
    func keys() async throws {
        for exam in [
            #"{"correctAnswers": {"1": 3}, "questionScores": {"1": 2}, "questionTypes": null}"#,
            #"{"correctAnswers": {"1": "3"}, "questionScores": {}}"#,
        ] {
            let fixture = try JobFixture()
            fixture.backend(answers: .json(exam))
            #expect(try await fixture.grade().isFailure == false)
        }
    }

    /// What is wrong, and the code that the backend is told.
    enum Fault: CaseIterable {
        case noObject, keyTooLong, keyWithDots, notAnImage, truncated, empty, otherPicture, noExam, forbidden, moved,
            noAnswers,
            emptyKey, noScores, wrongScores, overflow

        var code: String {
            switch self {
            case .noObject: "image.missing"
            case .keyTooLong, .keyWithDots: "image.key_invalid"
            case .notAnImage: "image.unknown_format"
            case .truncated: "image.truncated"
            case .empty: "image.empty"
            case .otherPicture: "sheet.not_found"
            case .noExam: "exam.missing"
            case .forbidden, .moved: "exam.refused"
            case .noAnswers, .emptyKey, .noScores, .wrongScores, .overflow: "exam.key_unusable"
            }
        }

        func prepare(_ fixture: JobFixture) throws -> String {
            let jpeg = try JobFixture.sheet.get().jpeg
            func fill(_ bytes: [UInt8]) { fixture.services.fill(bucket: "images", "tmp/7/0.jpg", bytes) }
            let first = fixture.truth["q1"]?.first ?? "1"
            switch self {
            case .noObject: return JobFixture.command(["objectKey": "tmp/7/1.jpg"])
            case .keyTooLong: return JobFixture.command(["objectKey": .string(String(repeating: "k", count: 600))])
            case .keyWithDots: return JobFixture.command(["objectKey": "tmp/../../other/0.jpg"])
            case .notAnImage: fill(Array("%PDF-1.4".utf8))
            case .truncated: fill(Array(jpeg.prefix(20_000)))
            case .empty: fill([])
            case .otherPicture: fill(try Picture.jpeg(Picture.luma(width: 800, height: 600) { _, _ in 240 }))
            case .noExam: fixture.backend(answers: .status(404))
            case .forbidden: fixture.backend(answers: .status(403))
            case .moved: fixture.backend(answers: .status(302))
            case .noAnswers: fixture.backend(answers: .json(#"{"questionScores": {}}"#))
            case .emptyKey: fixture.backend(answers: .json(#"{"correctAnswers": {}, "questionScores": {}}"#))
            case .noScores: fixture.backend(answers: .json(#"{"correctAnswers": {"1": "1"}, "questionScores": null}"#))
            case .wrongScores:
                fixture.backend(answers: .json(#"{"correctAnswers": {"1": "1"}, "questionScores": {"1": 2.5}}"#))
            case .overflow:
                let second = fixture.truth["q2"]?.first ?? "1"
                fixture.backend(
                    answers: .json(
                        #"{"correctAnswers": {"1": "\#(first)", "2": "\#(second)"}, "#
                            + #""questionScores": {"1": \#(Int.max), "2": \#(Int.max)}}"#))
            }
            return JobFixture.command
        }
    }

    @Test("what will never be graded is told in a failure callback", arguments: Fault.allCases)
    func failures(_ fault: Fault) async throws {
        let fixture = try JobFixture()
        let answer = try await fixture.grade(try fault.prepare(fixture))
        #expect(answer.isFailure && answer.messageID == "7:0")
        let members = answer.members
        #expect(Set(members.keys) == Self.members)
        #expect(members["success"] == false && members["errorCode"] == .string(fault.code))
        for name in ["phoneNumber", "totalScore", "grade", "imageInfo"] { #expect(members[name] == .null) }
        #expect(members["results"] == [])
        #expect(members["jobId"] == 7 && members["tenantSlug"] == "demo" && members["fileName"] != nil)
        guard case .string(let message)? = members["errorMessage"] else { Issue.record("no message"); return }
        let first = try #require(message.unicodeScalars.first { $0.properties.isAlphabetic && $0.value > 0x7F })
        #expect((0xAC00...0xD7A3).contains(first.value), "Korean first: \(message)")
        #expect(try await fixture.stored("omr:demo:7:0") == nil, "a failure may be mended")
        #expect(try await fixture.stored("omr:demo:7:0:lock") == nil)
    }

    @Test(
        "what may pass ends the attempt alone, and leaves no lock",
        arguments: [
            .status(500), .status(503), .status(429), .status(408), .json("<html>"),
            .refusal(.retry("upstream.timeout", "It took too long.")),
            .refusal(.retry("upstream.circuit_open", "It fails too often.")),
        ] as [MemoryAnswer])
    func transient(_ answer: MemoryAnswer) async throws {
        let fixture = try JobFixture()
        fixture.backend(answers: answer)
        let error = await #expect(throws: (any Error).self) { try await fixture.grade() }
        #expect(error is Retry || (error as? ServiceError)?.status == PROCTOR_RETRY)
        #expect(try await fixture.stored("omr:demo:7:0:lock") == nil)
        fixture.backend(answers: .json(JobFixture.exam(first: "1")))
        #expect(try await fixture.grade(job: fixture.job("another")).isFailure == false)
    }

    @Test("a bucket that is not granted is the operator's to mend: the job goes to the dead letters")
    func bucket() async throws {
        let fixture = try JobFixture(#"{"bucket": "other"}"#)
        let error = await #expect(throws: ServiceError.self) { try await fixture.grade() }
        #expect(error?.code == "blobs.unknown_bucket" && error?.status == PROCTOR_REJECT)
    }

    @Test("a job that failed for good elsewhere is told with its code and sentence")
    func failed() async throws {
        let fixture = try JobFixture()
        let headers = ["x-failure-code": "upstream.timeout", "x-failure-message": "The backend did not answer."]
        let answer = try await fixture.fail(job: fixture.job(headers: headers))
        #expect(answer.isFailure && answer.messageID == "7:0")
        #expect(answer.json["errorCode"] == "upstream.timeout" && answer.json["success"] == false)
        #expect(answer.json["errorMessage"] == "채점하지 못했습니다: The backend did not answer.")
        #expect(try await fixture.fail(job: fixture.job()).json["errorCode"] == "job.failed")
        #expect(fixture.services.requests.isEmpty, "nothing is graded")
    }

    @Test("a sheet that was graded is never told to have failed")
    func failedAfterSuccess() async throws {
        let fixture = try JobFixture()
        let graded = try await fixture.grade()
        let answer = try await fixture.fail(job: fixture.job(headers: ["x-failure-code": "job.poison"]))
        #expect(answer.bytes == graded.bytes && !answer.isFailure)
    }
}
