import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// What contracts 1.8 name, on the processor's own port.
    @Suite(.serialized) struct LumieMetrics {
        private struct Expected {
            var name: String
            var labels: [String: String] = [:]
            var count: Double

            init(_ name: String, _ labels: [String: String], _ count: Double) {
                (self.name, self.labels, self.count) = (name, labels, count)
            }
        }

        private static func jobs(_ status: String, _ count: Double) -> Expected {
            Expected("lumie_worker_jobs_total", ["queue": LumieBroker.requests, "status": status], count)
        }

        private static func stage(_ stage: String, _ count: Double) -> Expected {
            Expected("grading_omr_duration_seconds_count", ["stage": stage], count)
        }

        private static let expected: [Expected] = [
            jobs("success", 2), jobs("failure", 1), jobs("rejected", 1), jobs("requeued", 1),
            Expected("lumie_worker_job_duration_seconds_count", ["queue": LumieBroker.requests], 5),
            Expected("lumie_worker_jobs_in_flight", ["queue": LumieBroker.requests], 0),
            Expected(
                "lumie_worker_callbacks_total", ["routing_key": LumieBroker.callbackKey, "status": "confirmed"], 3),
            Expected("grading_omr_graded_total", ["status": "success"], 1),
            Expected("grading_omr_graded_total", ["status": "failure"], 1),
            Expected("grading_idempotent_hits_total", [:], 1),
            stage("download", 3), stage("preprocess", 1), stage("detect", 1), stage("score", 1),
        ]

        @Test("every metric of the contract is there under its name and labels, and counts what happened")
        func names() throws {
            let deployment = try LumieDeployment(LumieDeployment.impatient)
            let (around, broker) = (deployment.around, deployment.around.broker)
            let command = LumieCommand(jobId: 1, objectKey: around.sheets.sheets[0].objectKey)
            // Graded at the second attempt, then found in the store; a sheet that is not there; no command at all.
            try around.backend.setTrouble(#"{"status": 500, "times": 1}"#)
            try broker.send(command.json)
            #expect(try broker.take(1).count == 1)
            try broker.send(command.json)
            try broker.send(LumieCommand(jobId: 2, objectKey: "tmp/none.jpg").json)
            try broker.send("{")
            #expect(try broker.take(2).count == 2)
            #expect(try broker.takeLetters(1).count == 1)

            let answer = try deployment.get("/metrics")
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4")
            for one in Self.expected {
                let value = try deployment.metric(one.name, one.labels.merging(["service": "grading"]) { $1 })
                #expect(value == one.count, "\(one)")
            }
            deployment.finish()
        }
    }
}
