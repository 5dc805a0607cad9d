import FoundationEssentials
import Fuzzing
import PluginSDK
import PluginTestKit
import SheetPress
import Testing

@testable import Grading

@Suite struct ContractTests {
    private let plugin: GradingPlugin
    private let sheet: MarkedSheet

    init() throws {
        plugin = try GradingPlugin(settings: GradingSettings(), host: Host())
        sheet = try SheetPress(template: .korean45).sheet(seed: 1)
    }

    private func form(_ image: [UInt8], answers: String = "{}") -> GradeForm {
        var form = GradeForm()
        form.image = UploadedFile(filename: "omr.jpg", mediaType: "image/jpeg", bytes: image)
        form.correctAnswers = answers
        form.questionScores = #"{"1": 2, "2": 3}"#
        form.questionTypes = #"{"1": "듣기"}"#
        return form
    }

    private func members(_ value: some Encodable) throws -> [String: JSONValue] {
        let json = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
        guard case .object(let members) = json else { return [:] }
        return members
    }

    @Test func theAnswerHasExactlyTheContractsKeys() async throws {
        let answer = sheet.truth["q1"]?.first ?? "1"
        let response = try await plugin.grade(
            form(sheet.jpeg, answers: #"{"2": "9", "1": "\#(answer)", "x": "1"}"#), job: Job())
        let members = try members(response)
        #expect(Set(members.keys) == ["totalScore", "grade", "phoneNumber", "results", "imageInfo"])
        #expect(members["totalScore"] == 2)
        #expect(members["grade"] == 9)
        let phone = (1...8).map { sheet.truth["phone\($0)"]?.first ?? "0" }.joined()
        #expect(members["phoneNumber"] == .string(phone))
        guard case .array(let results) = members["results"] else { Issue.record("no results"); return }
        #expect(results.count == 2)
        #expect(
            results[0] == [
                "questionNumber": 1, "studentAnswer": .string(answer), "correctAnswer": .string(answer), "score": 2,
                "earnedScore": 2, "questionType": "듣기",
            ])
        #expect(results[1]["questionType"] == "기타")
        let info = try #require(members["imageInfo"])
        #expect(info["resizedSize"] == "2480x3508")
        #expect(
            Set(try self.members(response.imageInfo).keys)
                == ["originalSize", "resizedSize", "scaleFactors", "aspectRatio"])
        #expect(abs(response.imageInfo.aspectRatio.expected - 0.70696) < 1e-4)
        #expect(response.imageInfo.aspectRatio.actual > 1.4)
    }

    @Test func detailAndOverlayComeWhenAskedFor() async throws {
        var form = form(sheet.jpeg)
        form.detail = "full"
        form.overlay = "jpeg"
        let response = try await plugin.grade(form, job: Job())
        #expect(response.fields?.count == 53)
        #expect(response.flags.map { $0.none + $0.blank + $0.double + $0.doubtful } == 53)
        let overlay = try ImageCodec(pixelBudget: 100_000_000).decode(try #require(response.overlay).bytes)
        #expect(overlay.width < 1800)
    }

    private func rejection(_ form: GradeForm) async -> Reject? {
        do {
            _ = try await plugin.grade(form, job: Job())
            return nil
        } catch {
            return error as? Reject
        }
    }

    @Test func failuresSpeakTheContractsWords() async throws {
        let unparsable = try #require(await rejection(form(sheet.jpeg, answers: "{1:")))
        #expect(unparsable.httpStatus == 400)
        #expect(unparsable.message.hasPrefix("JSON 파싱 오류: "))
        for (image, code) in [
            (Array("%PDF-1.4".utf8), "image.unknown_format"), ([], "image.empty"),
            (Array(sheet.jpeg.prefix(20_000)), "image.truncated"),
            (try Picture.jpeg(Picture.luma(width: 1, height: 1) { _, _ in 9 }), "sheet.too_small"),
            (try Picture.jpeg(Picture.luma(width: 800, height: 600) { _, _ in 240 }), "sheet.not_found"),
            (Picture.pngHeader(width: 50_000, height: 50_000), "image.too_large"),
        ] {
            let failure = try #require(await rejection(form(image)))
            #expect(failure.httpStatus == 500)
            #expect(failure.code == code)
            #expect(failure.message.hasPrefix("채점 오류: OMR 채점 실패: "))
        }
        let shape = try #require(await rejection(form(sheet.jpeg, answers: "[1]")))
        #expect(shape.httpStatus == 500)
        #expect(shape.message.hasPrefix("채점 오류: "))
    }

    @Test func aSheetIsNamedNeverOpenedByPath() async throws {
        var form = form(sheet.jpeg)
        form.sheet = "/etc/passwd"
        #expect(await rejection(form)?.code == "sheet.unknown")
    }

    @Test func theExportedTableServesAllOperations() async throws {
        let harness = try await PluginHarness(GradingPlugin.self, settings: "{}")
        let missing = try await harness.call(
            "grading.grade", Array("--b--\r\n".utf8), headers: ["content-type": "multipart/form-data; boundary=b"])
        #expect(missing.httpStatus == 422)
        let read = try await harness.call("grading.read", sheet.jpeg, headers: ["content-type": "image/jpeg"])
        #expect(read.json?["sheet"] == "korean-45")
        let pdf = try await harness.call("grading.sheet", json: #"{"format": "pdf"}"#)
        #expect(pdf.mediaType == "application/pdf")
        #expect(pdf.payload.starts(with: Array("%PDF-".utf8)))
        let wrong = try await harness.call("grading.sheet", json: #"{"format": "png", "dpi": 9000}"#)
        #expect(wrong.code == "sheet.resolution")
        #expect(harness.metrics["grading_sheets_total{\"outcome\":\"read\"}"] == 1)
        try await harness.finish()
    }

    @Test func aSettingThatNamesNoSheetIsRefused() {
        var settings = GradingSettings()
        settings.sheet = "nowhere.json"
        #expect(throws: Reject.self) { try GradingPlugin(settings: settings, host: Host()) }
    }

    @Test func mutatedKeysNeverCrash() {
        var random = SeededRandom(8)
        let key = Array(#"{"1": "3", "2": "5", "10": 4, "44": "1", "45": "2"}"#.utf8)
        for _ in 0..<FuzzRounds.count(3000) {
            let text = String(decoding: key.mutated(&random), as: UTF8.self)
            _ = try? AnswerKey(answers: text, scores: text, types: text)
        }
        #expect((try? AnswerKey(answers: String(decoding: key, as: UTF8.self), scores: "{}", types: "{}")) != nil)
    }
}
