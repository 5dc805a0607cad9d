import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// What stands in a path and a query, as operations get it.
    @Suite(.serialized) struct Parameters {
        private let host: HostUnderTest

        init() throws {
            host = try HostUnderTest(
                plugins: [
                    (BuiltFiles.product("Curve"), "libCurve.so"),
                    (BuiltFiles.fixture("worker", "Worker"), "libWorker.so"),
                ],
                processors: """
                      curve:
                        plugin: curve
                        bindings:
                          - { http: "GET /curve/{raw}", operation: curve.apply }
                          - { http: "GET /curve", operation: curve.apply }
                          - { http: "POST /curve/{raw}", operation: curve.apply }
                      worker:
                        plugin: worker
                        bindings:
                          - { http: "GET /exams/{exam}/students/{student}", operation: worker.echo }
                          - { http: "GET /exams/latest/students/{student}", operation: worker.echo }
                          - { http: "POST /exams/{exam}", operation: worker.echo }
                    """)
            try host.start()
        }

        private func parameters(_ path: String, method: String = "GET") throws -> [String: String]? {
            try host.client().send(method, path).json["parameters"] as? [String: String]
        }

        @Test("parameters of path and query reach the job decoded, the path's before the query's")
        func untyped() throws {
            #expect(try parameters("/exams/42/students/7") == ["exam": "42", "student": "7"])
            #expect(
                try parameters("/exams/%EC%8B%9C%ED%97%98%2F1/students/a+b?q=x%20y+z&flag")
                    == ["exam": "시험/1", "student": "a+b", "q": "x y z", "flag": ""])
            #expect(
                try parameters("/exams/42/students/7?exam=43&page=1&page=2")
                    == ["exam": "42", "student": "7", "page": "2"])
            #expect(try parameters("/exams/latest/students/7") == ["student": "7"])
            #expect(try parameters("/exams/42?dry=1", method: "POST") == ["exam": "42", "dry": "1"])
            #expect(try host.client().send("GET", "/exams/42/students/%FF").status == 400)
            #expect(try host.client().send("GET", "/exams/42/students/7?q=%zz").status == 400)
            #expect(try host.client().send("GET", "/exams//students/7").status == 404)
            #expect(try host.client().send("GET", "/exams/42/students/7/marks").status == 404)
        }

        @Test("a GET on an operation that takes JSON gets its input from the parameters, as the schema has them typed")
        func typed() throws {
            #expect(try host.client().send("GET", "/curve/61.5").text == #"{"value":71.5}"#)
            #expect(try host.client().send("GET", "/curve?raw=6e1").text == #"{"value":70}"#)
            #expect(try host.client().send("GET", "/curve/61?raw=1&other=2").text == #"{"value":71}"#)
            let word = try host.client().send("GET", "/curve/sixty")
            #expect(word.status == 422)
            #expect(word.json["detail"] as? String == "the parameter raw must be a number")
            let missing = try host.client().send("GET", "/curve")
            #expect(missing.status == 422)
            #expect((missing.json["detail"] as? [[String: Any]])?.first?["loc"] as? [String] == ["body", "raw"])
            #expect(try host.client().send("GET", "/curve/161").status == 422)
            // A body is the input, and parameters do not change it.
            #expect(try host.client().post("/curve/1", json: #"{"raw": 61}"#).text == #"{"value":71}"#)
        }
    }
}
