import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// A backend whose fields have other names than the contract's.
    @Suite(.serialized) struct LumieRenaming {
        private static let names = """
            sheet: korean-45
                  exam_path: "/internal/exams/{examId}"
                  command_fields: { jobId: job_id, objectKey: s3Key, tenantSlug: tenant, schemaVersion: v }
                  callback_fields:
                    jobId: job_id
                    success: ok
                    phoneNumber: phone
                    results: answers
                    results.earnedScore: points
                    errorMessage: error
                  exam_fields: { correctAnswers: data.key.answers, questionScores: data.key.scores, questionTypes: kinds }
            """

        @Test("commands, callbacks and exams are read and written under the configured names")
        func renamed() throws {
            let deployment = try LumieDeployment([("sheet: korean-45", Self.names)])
            let (around, sheet) = (deployment.around, deployment.around.sheets.sheets[1])
            let exam: [String: Any] = [
                "kinds": LumieSheets.types,
                "data": ["key": ["answers": LumieSheets.answers, "scores": LumieSheets.scores]],
            ]
            try around.backend.setTrouble(LumieCommand.json(["body": LumieCommand.json(exam)]))
            let command: [String: Any] = [
                "job_id": 9, "examId": 42, "tenant": "demo", "imageIndex": 0, "totalImages": 2,
                "s3Key": sheet.objectKey, "v": 1,
            ]
            try around.broker.send(LumieCommand.json(command))
            var failing = command
            (failing["s3Key"], failing["imageIndex"]) = ("tmp/none.jpg", 1)
            try around.broker.send(LumieCommand.json(failing))
            let messages = try around.broker.take(2).sorted { $0.messageID ?? "" < $1.messageID ?? "" }
            #expect(messages.map(\.messageID) == ["9:0", "9:1"], "\(deployment.log)")
            let documents = messages.map { message in
                (try? JSONSerialization.jsonObject(with: Data(message.body.utf8)) as? [String: Any]) ?? [:]
            }
            let success = try #require(documents.first)
            #expect(
                Set(success.keys) == [
                    "job_id", "examId", "tenantSlug", "imageIndex", "totalImages", "fileName", "objectKey", "ok",
                    "phone", "totalScore", "grade", "answers", "imageInfo", "error", "errorCode", "schemaVersion",
                ])
            let expected = LumieCallback(
                LumieCommand(jobId: 9, totalImages: 2, objectKey: sheet.objectKey), graded: sheet.sheet)
            #expect(success["ok"] as? Bool == true && success["totalScore"] as? Int == expected.totalScore)
            #expect(success["phone"] as? String == expected.phoneNumber)
            let answers = success["answers"] as? [[String: Any]] ?? []
            #expect(answers.map { $0["points"] as? Int } == expected.results.map { $0.earnedScore })
            #expect(answers.map { $0["questionType"] as? String } == expected.results.map { $0.questionType })
            let failure = try #require(documents.last)
            #expect(failure["ok"] as? Bool == false && failure["errorCode"] as? String == "image.missing")
            #expect((failure["error"] as? String)?.isEmpty == false)

            // The contract's own names mean nothing to it any more.
            try around.broker.send(LumieCommand(jobId: 10, objectKey: sheet.objectKey).json)
            #expect(try around.broker.takeLetters(1).count == 1)
            #expect(try around.broker.isEmpty())
            deployment.finish()
        }
    }
}
