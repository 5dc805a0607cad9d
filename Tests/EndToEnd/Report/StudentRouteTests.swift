import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// `POST /v1/reports/students/{student_id}/exams/{exam_id}` of the deployment, on the processor's own port.
    @Suite(.serialized) struct ReportStudentRoute {
        private static let tenant = ["X-Tenant-Slug": "demo"]

        private struct Route {
            let client: HTTPClient

            func callAsFunction(
                _ student: String = "1001", exam: String = "42", query: String = "",
                headers: [String: String] = tenant
            ) throws -> HTTPClient.Answer {
                try client.send("POST", "/v1/reports/students/\(student)/exams/\(exam)\(query)", headers: headers)
            }
        }

        @Test("who waits for a report gets its very bytes; wrong requests are answered as FastAPI does")
        func reports() throws {
            let deployment = try ReportDeployment()
            let route = Route(client: try deployment.client())
            let report = try route()
            #expect(report.status == 200 && report.headers["content-type"] == "image/jpeg")
            #expect(JPEGFacts(report.body).map { [$0.width, $0.height] } == [1588, 2246])
            #expect(try route().body == report.body)
            // The same report as by the queue.
            try deployment.broker.send([ReportOrder(studentId: 1001)])
            #expect(try deployment.broker.takeCallbacks(1).first?.report == report.body)
            let document = try route(query: "?format=pdf")
            #expect(document.headers["content-type"] == "application/pdf" && document.text.hasPrefix("%PDF-"))

            let wrong: [(answer: HTTPClient.Answer, location: [String], type: String)] = [
                (try route(headers: [:]), ["header", "x-tenant-slug"], "missing"),
                (try route("one"), ["path", "student_id"], "int_parsing"),
                (try route(exam: "4.2"), ["path", "exam_id"], "int_parsing"),
                (try route(query: "?format=gif"), ["query", "format"], "enum"),
            ]
            for (answer, location, type) in wrong {
                let problems = answer.json["detail"] as? [[String: Any]] ?? []
                #expect(answer.status == 422 && problems.count == 1, "\(answer.text)")
                #expect(problems.first?["loc"] as? [String] == location && problems.first?["type"] as? String == type)
                #expect((problems.first?["msg"] as? String)?.isEmpty == false)
            }
            let counted = try deployment.metrics()
            #expect(counted("report_generated_total", ["mode": "sync", "status": "success"]) == 3)
            #expect(counted("report_generated_total", ["mode": "mq", "status": "success"]) == 1)
            // What is no request is no report that failed.
            #expect(counted("report_generated_total", ["mode": "sync", "status": "failure"]) == nil)
            #expect(counted("report_render_duration_seconds_count") == 4)
            let health = try deployment.get("/health")
            #expect(health.status == 200 && health.text == #"{"status":"healthy"}"#)
            deployment.finish()
        }

        @Test("absent is 404, a backend that fails 502 or 504, a report that cannot be drawn 500, with a sentence each")
        func failures() throws {
            let templates = try TemplateFolder()
            try templates.write(
                "wrong", ["template.xml.j2": "<report title=\"x\" lang=\"ko\"><text>{{ student.pet }}</text></report>"])
            let deployment = try ReportDeployment(
                ReportDeployment.impatient, environment: ["REPORT_TEMPLATES": templates.path])
            let route = Route(client: try deployment.client())
            func expect(_ status: Int, _ answer: HTTPClient.Answer, _ what: String) {
                let text = answer.json["detail"] as? String ?? ""
                #expect(answer.status == status && !text.isEmpty && answer.json.count == 1, "\(what): \(answer.text)")
            }
            expect(404, try route("2000"), "no such student")
            expect(404, try route(exam: "43"), "no such exam")
            expect(404, try route(query: "?template=nobodys"), "no such template")
            expect(500, try route(query: "?template=wrong"), "a template that asks for what is not there")
            for (trouble, status) in [
                (#"{"status": 500}"#, 502), (#"{"status": 403}"#, 502), (#"{"garbage": true}"#, 502),
                (#"{"body": "<html>"}"#, 502), (#"{"body": "[]"}"#, 502), (#"{"delay": 2.5}"#, 504),
            ] {
                try deployment.backend.setTrouble(students: [1001: trouble])
                expect(status, try route(), trouble)
            }
            try deployment.backend.setTrouble()
            #expect(try route().status == 200)
            let counted = try deployment.metrics()
            #expect(counted("report_generated_total", ["mode": "sync", "status": "failure"]) == 10)
            deployment.finish()
        }
    }
}
