import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Each row of contracts 1.4 and each rule of 2.3 to 2.5, through a host with a test's patience.
    @Suite(.serialized) struct LumieSettlement {
        private static let required = ["jobId", "examId", "tenantSlug", "imageIndex", "totalImages", "objectKey"]

        @Test("what is no command is dead-lettered byte for byte, without a callback")
        func malformed() throws {
            let deployment = try LumieDeployment(LumieDeployment.impatient)
            let broker = deployment.around.broker
            let command = LumieCommand(jobId: 1, objectKey: deployment.around.sheets.sheets[0].objectKey)
            let wrong: [String: Any] = [
                "jobId": "1", "examId": 1.5, "tenantSlug": "", "imageIndex": -1, "totalImages": 0, "objectKey": 7,
                "fileName": 5, "schemaVersion": 2,
            ]
            let bodies =
                ["", "{", "[]", "null", "\u{1}", #"{"jobId":1}"#]
                + Self.required.map { name in LumieCommand.json(command.members.filter { $0.key != name }) }
                + wrong.map { name, value in LumieCommand.json(command.members.merging([name: value]) { $1 }) }
            for (index, body) in bodies.enumerated() { try broker.send(body, id: "wrong-\(index)") }
            let letters = try broker.takeLetters(bodies.count)
            #expect(letters.map(\.body).sorted() == bodies.sorted(), "\(deployment.log)")
            #expect(Set(letters.compactMap(\.messageID)).count == bodies.count)
            #expect(try broker.isEmpty())
            let rejected = try deployment.metric("lumie_worker_jobs_total", ["status": "rejected"])
            #expect(rejected == Double(bodies.count))
            deployment.finish()
        }

        @Test("fields that are optional, renamed by an alias or unknown hinder nothing")
        func optional() throws {
            let deployment = try LumieDeployment(LumieDeployment.impatient)
            let (broker, sheet) = (deployment.around.broker, deployment.around.sheets.sheets[0])
            let command = LumieCommand(jobId: -5, imageIndex: 3, totalImages: 200, objectKey: sheet.objectKey)
            let members = command.members
            let alias = members.filter { $0.key != "objectKey" }.merging(["imageKey": sheet.objectKey]) { $1 }
            let variants = [
                alias, members.merging(["schemaVersion": 1]) { $1 },
                members.merging(["schemaVersion": NSNull()]) { $1 },
                members.merging(["fileName": NSNull()]) { $1 },
                members.merging(["batchKey": ["deep": [1, 2]], "요청자": "선생님", "": 0]) { $1 },
            ]
            for (index, members) in variants.enumerated() {
                // Each a job of its own: the same one would be answered from the store.
                try broker.send(LumieCommand.json(members.merging(["jobId": 100 + index]) { $1 }))
            }
            let callbacks = try broker.take(variants.count).map { try LumieCallback(json: $0.body) }
            #expect(callbacks.map(\.jobId).sorted() == [100, 101, 102, 103, 104], "\(deployment.log)")
            for callback in callbacks {
                var expected = command
                expected.jobId = callback.jobId
                #expect(callback == LumieCallback(expected, graded: sheet.sheet))
            }
            #expect(try broker.isEmpty())
            deployment.finish()
        }

        @Test("what will never be graded is told by a failure callback, once, and acknowledged")
        func permanent() throws {
            let deployment = try LumieDeployment(LumieDeployment.impatient)
            let (around, broker) = (deployment.around, deployment.around.broker)
            let sheet = around.sheets.sheets[2].objectKey
            let cases: [(key: String, exam: Int, trouble: String, code: String)] = [
                ("tmp/nobody/put this.jpg", 42, "{}", "image.missing"),
                (LumieSheets.notes, 42, "{}", "image.unknown_format"), (LumieSheets.torn, 42, "{}", "image.corrupt"),
                (sheet, 404, "{}", "exam.missing"),
                (sheet, 42, #"{"status": 403}"#, "exam.refused"), (sheet, 42, #"{"status": 400}"#, "exam.refused"),
                (sheet, 42, #"{"body": "{}"}"#, "exam.key_unusable"),
                (sheet, 42, #"{"secret": "the backend has another"}"#, "exam.refused"),
            ]
            for (index, entry) in cases.enumerated() {
                try around.backend.setTrouble(entry.trouble)
                let command = LumieCommand(
                    jobId: 2_000 + index, examId: entry.exam, imageIndex: index, totalImages: 9, objectKey: entry.key)
                try broker.send(command.json, id: command.messageID)
                let message = try #require(broker.take(1).first, "\(entry.code): \(deployment.log)")
                let callback = try LumieCallback(json: message.body)
                let text = try #require(callback.errorMessage)
                #expect(callback == LumieCallback(command, failure: entry.code, message: text))
                #expect(message.messageID == command.messageID && message.isPersistent)
                // A person reads it.
                #expect(text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) })
            }
            let seen = try around.backend.seen()
            #expect(seen.bad_signatures == 1 && seen.unsigned == 0)
            #expect(try broker.isEmpty())
            let labels = ["status": "failure"]
            #expect(try deployment.metric("grading_omr_graded_total", labels) == Double(cases.count))
            #expect(try deployment.metric("lumie_worker_jobs_total", labels) == Double(cases.count))
            try around.backend.setTrouble(#"{"secret": "\#(ExamBackend.secret)"}"#)
            deployment.finish()
        }

        @Test("a command that comes again is graded once, and its callback is the first one byte for byte")
        func repeated() throws {
            let deployment = try LumieDeployment(LumieDeployment.impatient)
            let (broker, sheet) = (deployment.around.broker, deployment.around.sheets.sheets[1])
            let command = LumieCommand(jobId: 77, imageIndex: 1, totalImages: 2, objectKey: sheet.objectKey)
            try broker.send(command.json, id: "first")
            let first = try #require(broker.take(1).first)
            // Also when everything that it was made of has changed meanwhile.
            try deployment.around.backend.setTrouble(#"{"status": 404}"#)
            for id in ["second", "third"] { try broker.send(command.json, id: id) }
            let again = try broker.take(2)
            #expect(again.map(\.body) == [first.body, first.body])
            #expect(again.allSatisfy { $0.messageID == command.messageID })
            #expect(try deployment.metric("grading_omr_graded_total", ["status": "success"]) == 1)
            #expect(try deployment.metric("grading_idempotent_hits_total") == 2)

            // Two at once: one is graded, the other waits for its callback.
            try deployment.around.backend.setTrouble("{}")
            var twins = command
            twins.jobId = 78
            for id in ["one", "other"] { try broker.send(twins.json, id: id) }
            let pair = try broker.take(2)
            #expect(pair.count == 2 && pair[0].body == pair[1].body && pair[0].body != first.body)
            #expect(try deployment.metric("grading_omr_graded_total", ["status": "success"]) == 2)

            // Another image of the job, and the same of another tenant, are other sheets.
            for (tenant, index) in [("demo", 0), ("inst-c704d223", 1)] {
                var other = command
                (other.tenantSlug, other.imageIndex) = (tenant, index)
                try broker.send(other.json)
            }
            #expect(try broker.take(2).count == 2)
            #expect(try deployment.metric("grading_omr_graded_total", ["status": "success"]) == 4)
            #expect(try broker.isEmpty())
            deployment.finish()
        }
    }
}
