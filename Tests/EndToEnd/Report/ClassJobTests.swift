import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// docs/deployments/lumie-report.yaml with a real broker and the backend's signed surface around it.
    @Suite(.serialized) struct ReportClassJobs {
        private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        private static let tenant = "학원-서울"
        private static let count = ReportSurroundings.students
        /// What a class asks for once, and each of its reports.
        private static let shared = ["exam", "exam_results", "statistics", "choices"]
        private static let own = ["student", "student_results", "answers", "rank"]

        @Test("a class's commands become callbacks with a report each, from the contract's environment alone")
        func flow() throws {
            let deployment = try ReportDeployment()
            let (broker, backend) = (deployment.broker, deployment.backend)
            // No number of a program that has doubles alone.
            let orders = ReportOrder.job(9_007_199_254_740_993, students: Self.count, tenant: Self.tenant)
            try broker.send(orders)
            let answers = try broker.takeCallbacks(orders.count)
            try #require(answers.count == orders.count, "\(deployment.host.log)")
            #expect(Set(answers.compactMap(\.message.messageID)) == Set(orders.map(\.messageID)))
            for answer in answers {
                let order = try #require(orders.first { $0.reportIndex == answer.body.reportIndex })
                #expect(answer.body.success && answer.answers(order), "\(order)")
                #expect(answer.members == ReportAnswer.names)
                #expect(answer.picture.map { [$0.width, $0.height] } == [1588, 2246])
                #expect(answer.message.routingKey == ReportBroker.callbackKey && answer.message.isPersistent)
                #expect(answer.message.contentType == "application/json")
            }
            // Each is another student's.
            #expect(Set(answers.compactMap(\.report)).count == orders.count)

            let seen = try backend.seen()
            let shared = Self.shared.map { "\($0)/42" }
            let own = orders.map(\.studentId).flatMap { student in
                Self.own.map { $0 == "answers" ? "answers/\(420_000 + student)" : "\($0)/\(student)" }
            }
            #expect(seen.asked == Dictionary(uniqueKeysWithValues: (shared + own).map { ($0, 1) }))
            #expect(seen.tenants == [Self.tenant] && seen.bad_signatures == 0 && seen.unsigned == 0)
            try checkMetrics(deployment)
            #expect(try broker.isEmpty())
            deployment.finish()
        }

        /// Contracts 1.8.
        private func checkMetrics(_ deployment: ReportDeployment) throws {
            let (queue, key) = (["queue": ReportBroker.requests], ["routing_key": ReportBroker.callbackKey])
            let count = Double(Self.count)
            var expected: [(name: String, labels: [String: String], value: Double)] = [
                ("report_generated_total", ["status": "success", "mode": "mq"], count),
                ("report_render_duration_seconds_count", [:], count),
                ("lumie_worker_jobs_total", queue.merging(["status": "success"]) { $1 }, count),
                ("lumie_worker_job_duration_seconds_count", queue, count),
                ("lumie_worker_jobs_in_flight", queue, 0),
                ("lumie_worker_callbacks_total", key.merging(["status": "confirmed"]) { $1 }, count),
            ]
            for (endpoint, times) in Self.shared.map({ ($0, 1) }) + Self.own.map({ ($0, count) }) {
                expected.append(("report_backend_fetch_duration_seconds_count", ["endpoint": endpoint], times))
            }
            let counted = try deployment.metrics()
            for one in expected {
                #expect(counted(one.name, one.labels.merging(["service": "report"]) { $1 }) == one.value, "\(one)")
            }
        }

        @Test("a command that comes again is drawn again: the same id, the same bytes, the trace of who asked")
        func repeated() throws {
            let deployment = try ReportDeployment()
            let order = ReportOrder(jobId: 7, studentId: 1005, reportIndex: 3, totalReports: 24)
            for _ in 0..<2 {
                try deployment.broker.send(order.json, headers: ["traceparent": "00-\(Self.trace)-00f067aa0ba902b7-01"])
            }
            let answers = try deployment.broker.takeCallbacks(2)
            #expect(answers.count == 2 && answers.allSatisfy { $0.body.success && $0.answers(order) })
            #expect(Set(answers.map(\.message.body)).count == 1)
            #expect(answers.allSatisfy { $0.message.headers["traceparent"]?.contains(Self.trace) == true })
            deployment.finish()
        }

        @Test("what is no command is dead-lettered byte for byte, without a callback")
        func malformed() throws {
            let deployment = try ReportDeployment(ReportDeployment.impatient)
            let members = ReportOrder(studentId: 1001).members
            let required = members.keys.filter { $0 != "schemaVersion" }.sorted()
            let wrong: [String: Any] = [
                "jobId": "1", "examId": 1.5, "studentId": NSNull(), "tenantSlug": "", "reportIndex": -1,
                "totalReports": 0, "schemaVersion": 2,
            ]
            let bodies =
                ["", "{", "[]"] + required.map { name in ReportOrder.json(members.filter { $0.key != name }) }
                + wrong.map { name, value in ReportOrder.json(members.merging([name: value]) { $1 }) }
            for body in bodies { try deployment.broker.send(body) }
            #expect(try deployment.broker.takeLetters(bodies.count).sorted() == bodies.sorted())
            #expect(try deployment.broker.isEmpty() && deployment.backend.seen().asked.isEmpty)
            deployment.finish()
        }
    }
}
