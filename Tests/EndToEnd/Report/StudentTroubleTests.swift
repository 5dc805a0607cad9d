import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// The backend fails for some students of a class: each is told once, and the class completes.
    @Suite(.serialized) struct ReportStudentTrouble {
        /// What becomes of a student, by number; nil: a report.
        private struct Case {
            var trouble: String
            var code: String?
            /// How often the profile is asked for: at least, where there is a report in the end.
            var asked: Int
        }

        /// Two attempts each at the first delivery and at two redeliveries.
        private static let all = 6
        private static let cases: [Int: Case] = [
            1003: Case(trouble: #"{"status": 404}"#, code: "student.missing", asked: 1),
            1005: Case(trouble: #"{"status": 204, "endpoint": "rank"}"#, asked: 1),
            1006: Case(trouble: #"{"status": 404, "endpoint": "answers"}"#, asked: 1),
            1007: Case(trouble: #"{"status": 500, "times": 3}"#, asked: 4),
            1009: Case(trouble: #"{"status": 500}"#, code: "upstream.status", asked: all),
            1011: Case(trouble: #"{"delay": 2.5, "times": 1}"#, asked: 2),
            1013: Case(trouble: #"{"delay": 2.5}"#, code: "upstream.timeout", asked: all),
            1015: Case(trouble: #"{"garbage": true, "times": 1}"#, asked: 2),
            1017: Case(trouble: #"{"garbage": true}"#, code: "upstream.broken", asked: all),
            1018: Case(trouble: #"{"body": "<html>", "times": 2}"#, asked: 3),
            1019: Case(trouble: #"{"body": "<html>"}"#, code: "student.garbled", asked: all),
            1021: Case(trouble: #"{"status": 403}"#, code: "student.refused", asked: 1),
            1023: Case(trouble: #"{"body": "[]"}"#, code: "student.unusable", asked: 1),
        ]

        @Test("a class whose backend fails for some students completes: each is told once, with report or reason")
        func someStudents() throws {
            let deployment = try ReportDeployment(ReportDeployment.impatient)
            let (broker, backend) = (deployment.broker, deployment.backend)
            try backend.setTrouble(students: Self.cases.mapValues(\.trouble))
            let orders = ReportOrder.job(88, students: ReportSurroundings.students)
            try broker.send(orders)
            let answers = try broker.takeCallbacks(orders.count)
            try #require(answers.count == orders.count, "\(deployment.host.log)")
            #expect(Set(answers.compactMap(\.message.messageID)).count == orders.count)
            let seen = try backend.seen()
            for answer in answers {
                let student = answer.body.studentId
                let expected = Self.cases[student]
                let order = try #require(orders.first { $0.studentId == student })
                #expect(answer.answers(order) && answer.body.errorCode == expected?.code, "\(answer.body)")
                #expect((answer.picture != nil) == (expected?.code == nil))
                if let text = answer.body.errorMessage {
                    // A person reads it.
                    #expect(text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }, "\(text)")
                }
                let (asked, least) = (seen.asked["student/\(student)"] ?? 0, expected?.asked ?? 1)
                #expect(expected?.code == nil ? asked >= least : asked == least, "\(student): \(asked) times")
            }
            #expect(seen.bad_signatures == 0 && seen.unsigned == 0)
            #expect(try broker.isEmpty())
            try checkMetrics(deployment)
            deployment.finish()
        }

        private func checkMetrics(_ deployment: ReportDeployment) throws {
            let counted = try deployment.metrics()
            let failures = Double(Self.cases.values.count { $0.code != nil })
            #expect(counted("report_generated_total", ["mode": "mq", "status": "failure"]) == failures)
            #expect(counted("lumie_worker_jobs_total", ["status": "failure"]) == failures)
            let told = Double(ReportSurroundings.students)
            #expect(counted("lumie_worker_callbacks_total", ["status": "confirmed"]) == told)
            for endpoint in ["rank", "answers"] {
                #expect(counted("report_backend_absent_total", ["endpoint": endpoint]) ?? 0 >= 1)
            }
        }

        @Test("what a class shares fails for a while, and then for good: all are told, as often as there are students")
        func sharedDocuments() throws {
            let deployment = try ReportDeployment(ReportDeployment.impatient)
            let (broker, backend) = (deployment.broker, deployment.backend)
            for (job, trouble, code) in [
                (1, #"{"status": 404}"#, "exam.missing"), (2, #"{"status": 503}"#, "upstream.status"),
                (3, #"{"status": 503, "times": 1}"#, nil as String?),
            ] {
                try backend.setTrouble(exam: trouble)
                let orders = ReportOrder.job(job, students: 6)
                try broker.send(orders)
                let answers = try broker.takeCallbacks(orders.count)
                #expect(Set(answers.map(\.body.studentId)).count == orders.count, "\(trouble): \(deployment.host.log)")
                #expect(answers.allSatisfy { $0.body.jobId == job && $0.body.errorCode == code }, "\(trouble)")
            }
            // The failure was asked for once more, and what came then is everybody's.
            #expect(try backend.seen().asked["exam/42"] == 2)
            #expect(try broker.isEmpty())
            deployment.finish()
        }
    }
}
