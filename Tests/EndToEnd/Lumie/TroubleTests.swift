import Foundation
import Loopback
import S3Peer
import Testing

extension EndToEnd {
    /// What a deployment needs is away, slow or wrong, for a while or for good: no job is lost, and each is told once.
    @Suite(.serialized) struct LumieTrouble {
        private static let passing: [String] = [
            #"{"status": 500, "times": 1}"#, #"{"status": 503, "times": 3}"#, #"{"status": 429, "times": 1}"#,
            #"{"garbage": true, "times": 1}"#, #"{"delay": 1, "times": 1}"#, #"{"body": "<html>", "times": 2}"#,
        ]

        @Test("a backend that fails for a while is asked again, and the job is done")
        func passingTrouble() throws {
            let deployment = try LumieDeployment(LumieDeployment.impatient)
            let (around, sheet) = (deployment.around, deployment.around.sheets.sheets[0])
            for (index, trouble) in Self.passing.enumerated() {
                try around.backend.setTrouble(trouble)
                let command = LumieCommand(jobId: 3_000 + index, objectKey: sheet.objectKey)
                try around.broker.send(command.json, id: command.messageID)
                let message = try #require(around.broker.take(1).first, "\(trouble): \(deployment.log)")
                let callback = try LumieCallback(json: message.body)
                #expect(callback == LumieCallback(command, graded: sheet.sheet), "\(trouble)")
            }
            #expect(try deployment.metric("lumie_worker_jobs_total", ["status": "requeued"]) ?? 0 >= 9)
            #expect(try around.broker.isEmpty())
            #expect(try around.backend.seen().unsigned == 0)
            deployment.finish()
        }

        @Test("a backend that fails for good: redelivered as often as it may be, then a failure callback")
        func lastingTrouble() throws {
            let deployment = try LumieDeployment(LumieDeployment.impatient)
            let (around, key) = (deployment.around, deployment.around.sheets.sheets[0].objectKey)
            let cases = [
                (#"{"status": 500}"#, "upstream.status"), (#"{"garbage": true}"#, "upstream.broken"),
                (#"{"delay": 1}"#, "upstream.timeout"), (#"{"body": "<html>"}"#, "exam.garbled"),
            ]
            for (index, (trouble, code)) in cases.enumerated() {
                try around.backend.setTrouble(trouble)
                let before = try around.backend.seen().requests
                let command = LumieCommand(jobId: 4_000 + index, objectKey: key)
                try around.broker.send(command.json, id: command.messageID)
                let message = try #require(around.broker.take(1).first, "\(trouble): \(deployment.log)")
                let callback = try LumieCallback(json: message.body)
                let text = try #require(callback.errorMessage)
                #expect(callback == LumieCallback(command, failure: code, message: text))
                // Two attempts each at the first delivery and two redeliveries.
                #expect(try around.backend.seen().requests - before == 6, "\(trouble)")
                #expect(message.messageID == command.messageID)
            }
            try deployment.wait("all redeliveries to be counted") {
                try deployment.hostMetric("proctor_amqp_redelivered_total") == Double(2 * cases.count)
            }
            #expect(try around.broker.isEmpty())
            deployment.finish()
        }

        @Test("a callback that no queue takes sends its job back, and nothing is acknowledged before it is taken")
        func unroutable() throws {
            let deployment = try LumieDeployment(LumieDeployment.impatient)
            let (broker, sheet) = (deployment.around.broker, deployment.around.sheets.sheets[3])
            try broker.client.deleteQueue(LumieBroker.callbacks)
            defer { try? broker.declareCallbacks() }
            let command = LumieCommand(jobId: 81, objectKey: sheet.objectKey)
            try broker.send(command.json, id: command.messageID)
            let labels = ["routing_key": LumieBroker.callbackKey]
            try deployment.wait("the job to be given back twice") {
                try deployment.hostMetric("proctor_amqp_redelivered_total") ?? 0 >= 2
            }
            #expect(
                try deployment.metric("lumie_worker_callbacks_total", labels.merging(["status": "failed"]) { $1 }) ?? 0
                    >= 2)
            #expect(try deployment.metric("lumie_worker_callback_retries_total", labels) ?? 0 >= 2)
            try broker.declareCallbacks()
            let message = try #require(broker.take(1).first, "\(deployment.log)")
            #expect(try LumieCallback(json: message.body) == LumieCallback(command, graded: sheet.sheet))
            // What was graded is not graded again because nobody could be told.
            #expect(try deployment.metric("grading_omr_graded_total", ["status": "success"]) == 1)
            #expect(try broker.isEmpty())
            deployment.finish()
        }

        @Test("with the store away sheets are graded without it, counted, and it is used again when it is back")
        func storeAway() throws {
            let deployment = try LumieDeployment(LumieDeployment.impatient)
            let (around, sheet) = (deployment.around, deployment.around.sheets.sheets[0])
            around.redis.kill()
            defer { try? around.redis.restart() }
            let failures = "grading_idempotent_failures_total"
            let commands = (0..<4).map { LumieCommand(jobId: 5_000 + $0, objectKey: sheet.objectKey) }
            for command in commands { try around.broker.send(command.json, id: command.messageID) }
            let callbacks = try around.broker.take(4).map { try LumieCallback(json: $0.body) }
            #expect(callbacks.count == 4 && callbacks.allSatisfy(\.success), "\(deployment.log)")
            #expect(try deployment.metric(failures) ?? 0 >= 4)
            let ready = try deployment.get("/ready")
            #expect(ready.status == 503 && ready.text.contains("store"), "\(ready.text)")

            try around.redis.restart()
            try deployment.wait("the store to be back") { try deployment.get("/ready").status == 200 }
            let counted = try deployment.metric(failures)
            let again = try (0..<2).flatMap { _ in
                try around.broker.send(commands[0].json, id: commands[0].messageID)
                return try around.broker.take(1)
            }
            #expect(again.count == 2 && again[0].body == again[1].body)
            #expect(try deployment.metric("grading_idempotent_hits_total") == 1)
            #expect(try deployment.metric(failures) == counted)
            #expect(try around.broker.isEmpty())
            deployment.finish()
        }

        @Test("a bucket that is away is asked until it is back")
        func bucketAway() throws {
            let sheets = try LumieSurroundings.shared().sheets
            let bucket = try S3Server(bucket: "lumie", folder: sheets.folder.path)
            let patient = (
                "retry: { attempts: 2, first: 20ms, most: 20ms }", "retry: { attempts: 100, first: 50ms, most: 50ms }"
            )
            let deployment = try LumieDeployment(
                LumieDeployment.impatient + [patient], environment: ["MINIO_ENDPOINT": bucket.endpoint])
            let (broker, sheet) = (deployment.around.broker, sheets.sheets[0])
            bucket.kill()
            let commands = (0..<3).map { LumieCommand(jobId: 6_000 + $0, objectKey: sheet.objectKey) }
            for command in commands { try broker.send(command.json, id: command.messageID) }
            try deployment.wait("attempts without the bucket") {
                try deployment.metric("lumie_worker_jobs_total", ["status": "requeued"]) ?? 0 >= 3
            }
            try bucket.restart()
            let callbacks = try broker.take(3).map { try LumieCallback(json: $0.body) }
            #expect(callbacks.count == 3 && callbacks.allSatisfy(\.success), "\(deployment.log)")
            #expect(try broker.isEmpty())
            deployment.finish()
        }
    }
}
