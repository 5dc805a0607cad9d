import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// `report.class_stream`: who sees a class grow, and who leaves.
    @Suite(.serialized) struct ReportClassStreams {
        private struct Event: Decodable {
            var event: String
            var done: Int
            var total: Int
            var studentId: Int?
            var status: String?
            var files: [File]?
        }

        private struct File: Decodable {
            var key: String
            var mediaType: String
            var size: Int
        }

        private static let tenant = ["X-Tenant-Slug": "demo"]
        private static let path = "/v1/reports/class/stream"

        private func host() throws -> HostUnderTest {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Report"), "libReport.so")],
                processors: "  report: { plugin: report, limits: { timeout: 120s } }")
            try host.start()
            return host
        }

        @Test("an event for each student, in the roster's order, and then the key of the file, for its tenant alone")
        func progress() throws {
            let host = try host()
            let (graded, client) = (GradedClass(6), try host.client())
            let answer = try client.post(
                Self.path, json: graded.json, headers: Self.tenant.merging(["Accept": "text/event-stream"]) { $1 })
            #expect(answer.status == 200 && answer.headers["content-type"] == "text/event-stream", "\(answer.text)")
            let events = try answer.text.components(separatedBy: "\n\n").filter { !$0.isEmpty }.map { text in
                try #require(text.hasPrefix("data: "), "\(text)")
                return try JSONDecoder().decode(Event.self, from: Data(text.dropFirst("data: ".count).utf8))
            }
            #expect(events.dropLast().map(\.studentId) == graded.students.map(\.id))
            #expect(events.dropLast().map(\.done) == Array(1...6))
            #expect(events.dropLast().allSatisfy { $0.event == "progress" && $0.status == "done" && $0.total == 6 })
            let last = try #require(events.last)
            let kept = try #require(last.files?.first)
            #expect(last.event == "done" && last.files?.count == 1 && kept.mediaType == "application/zip")

            let file = try client.send("GET", "/v1/reports/files/\(kept.key)", headers: Self.tenant)
            #expect(file.status == 200 && file.body.count == kept.size)
            #expect(try ClassPackageFiles(file.body).outcome().done == 6)
            for headers in [[:], ["X-Tenant-Slug": "another"]] {
                #expect(try client.send("GET", "/v1/reports/files/\(kept.key)", headers: headers).status == 404)
            }
            #expect(host.stop() == 0)
        }

        @Test("a client that leaves ends its class: what is under way is cancelled, and nothing further is drawn")
        func leaving() throws {
            let host = try host()
            let body = GradedClass(60).json
            do {
                let connection = try RawConnection(port: host.httpPort, timeout: 60)
                connection.send(
                    "POST \(Self.path) HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n"
                        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
                try connection.receive(until: "progress")
            }
            try host.wait("the class to be cancelled") { try host.load(of: "report").running == 0 }
            let counted = MetricsText(try host.admin().send("GET", "/metrics").text)
            let operation = ["operation": "report.class_stream"]
            #expect(counted("proctor_jobs_total", operation.merging(["status": "cancelled"]) { $1 }) == 1)
            let drawn = try #require(counted("report_generated_total", ["mode": "class", "status": "success"]))
            #expect(drawn < 60)
            // The lanes are free again.
            let next = try host.client().post("/v1/reports/class", json: GradedClass(1).json)
            #expect(try ClassPackageFiles(next.body).outcome().done == 1)
            #expect(host.stop() == 0)
        }
    }
}
