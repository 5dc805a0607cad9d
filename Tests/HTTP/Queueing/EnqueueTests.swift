import HostDispatch
import Testing

@testable import HostHTTP

extension Served {
    @Suite("Bindings to a queue", .serialized) struct EnqueueTests {
        private func served(input: RouteInput? = nil) throws -> ServedSource {
            try ServedSource([.http("POST", "/jobs/{kind}", queue: "grading")], input: input)
        }

        @Test("a job is kept with all that it needs, and its place is told")
        func put() throws {
            let served = try served()
            defer { served.close() }
            let answer = try served.client().ask(
                "POST", "/jobs/omr?page=2", body: #"{"a":1}"#,
                headers: [
                    ("X-Request-Id", "r/1"), ("X-Tenant-Slug", "demo"), ("X-Subject-Id", "s-9"),
                    ("X-Job-Priority", "5"),
                    ("X-Job-Delay", "90s"), ("Content-Type", "application/json"), ("Authorization", "Bearer x"),
                ])
            #expect(answer.status == 202)
            #expect(answer.text == #"{"id":"r/1","queue":"grading","duplicate":false}"#)
            #expect(answer["location"] == "/jobs/omr/r%2F1" && answer["x-request-id"] == "r/1")
            let job = try #require(served.queue.jobs.first)
            #expect(job.id == "r/1" && job.queue == "grading" && job.payload == Array(#"{"a":1}"#.utf8))
            #expect(job.priority == 5 && job.delay == .seconds(90) && job.subject == "s-9")
            let headers = Dictionary(uniqueKeysWithValues: job.headers.map { ($0.name, $0.value) })
            #expect(headers["parameter-kind"] == "omr" && headers["parameter-page"] == "2")
            #expect(headers["x-tenant-slug"] == "demo" && headers["content-type"] == "application/json")
            #expect(
                headers["x-subject-id"] == "s-9" && headers["traceparent"] != nil && headers["authorization"] == nil)
        }

        @Test("the same id again is no second job")
        func duplicate() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            for duplicate in [false, true] {
                let answer = try client.ask("POST", "/jobs/omr", body: "{}", headers: [("Idempotency-Key", "k")])
                #expect(answer.status == 202 && answer.text.contains("\"duplicate\":\(duplicate)"))
            }
            #expect(served.queue.jobs.count == 1)
        }

        @Test("what became of a job is told below its path")
        func status() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            _ = try client.ask("POST", "/jobs/omr", body: "{}", headers: [("Idempotency-Key", "a/b")])
            let known = try client.ask("GET", "/jobs/omr/a%2Fb")
            #expect(known.status == 200 && known.text == #"{"state":"waiting"}"#)
            #expect(known["content-type"] == "application/json" && known["cache-control"] == "no-store")
            #expect(try client.ask("GET", "/jobs/omr/other").status == 404)
            #expect(try client.ask("GET", "/jobs/omr").status == 405)
            #expect(try client.ask("HEAD", "/jobs/omr/a%2Fb").status == 200)
        }

        @Test("a queue that takes nothing is not available, and says when to come again")
        func refusals() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            let failure = JobError(code: "queue.disk_full", message: "the disk is full", retryAfter: .seconds(30))
            for (outcome, wait) in [(PutOutcome.full(limit: 3), "10"), (.unknownQueue, "10"), (.failed(failure), "30")]
            {
                served.queue.answer(outcome)
                let answer = try client.ask("POST", "/jobs/omr", body: "{}")
                #expect(answer.status == 503 && answer["retry-after"] == wait)
            }
            #expect(try client.ask("POST", "/jobs/omr", body: "{}", headers: [("X-Job-Delay", "soon")]).status == 400)
            #expect(
                try client.ask("POST", "/jobs/omr", body: "{}", headers: [("X-Job-Priority", "9999")]).status == 400)
        }
    }
}

extension Served {
    @Suite("Parameters on their way to the plugin", .serialized) struct ParameterTests {
        private let input = RouteInput(mediaType: "application/json", members: ["id": .string, "page": .integer])

        private func served() throws -> ServedSource {
            try ServedSource(
                [
                    .http("GET", "/exams/{id}", operation: "test.seen"),
                    .http("POST", "/exams/{id}", operation: "test.seen"),
                ], input: input)
        }

        @Test("without a body they make the payload")
        func payload() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            let text = try client.ask("GET", "/exams/a%20b?page=3&other=x").text
            #expect(text.contains(#""payload":"{\"id\":\"a b\",\"page\":3}""#))
            #expect(text.contains(#""parameter-id":"a b","parameter-page":"3","parameter-other":"x""#))
        }

        @Test("with a body they are headers alone")
        func body() throws {
            let served = try served()
            defer { served.close() }
            let text = try served.client().ask("POST", "/exams/7?id=9", body: "{}").text
            #expect(text.contains(#""payload":"{}""#) && text.contains(#""parameter-id":"7""#))
        }

        @Test("what does not fit or is no text never becomes a job")
        func refused() throws {
            let served = try served()
            defer { served.close() }
            let client = try served.client()
            let misfit = try client.ask("GET", "/exams/7?page=three")
            #expect(misfit.status == 422)
            #expect(misfit.text == #"{"detail":"the parameter page must be a whole number"}"#)
            for target in ["/exams/%", "/exams/%FF", "/exams/%00", "/exams/7?x=%", "/exams/7?x=%0A"] {
                #expect(try client.ask("GET", target).status == 400, "\(target)")
            }
            #expect(served.plugin.counts.taken == 0)
        }
    }
}
