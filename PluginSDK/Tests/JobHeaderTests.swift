import Foundation
import PluginSDK
import Testing

struct JobHeaderTests {
    @Test("what a source says of a job has a name")
    func names() {
        let job = Job(headers: [
            "x-tenant-slug": "north", "x-subject-id": "s-1", "x-file-name": "scan 1.png",
            "x-scheduled-for": "2026-11-21T03:00:00+09:00", "traceparent": "00-a-b-01",
        ])
        #expect(job.tenant == "north")
        #expect(job.subject == "s-1")
        #expect(job.fileName == "scan 1.png")
        #expect(job.traceparent == "00-a-b-01")
        #expect(job.scheduledFor == Date(timeIntervalSince1970: 1_795_197_600))
        let bare = Job()
        #expect(bare.subject == nil && bare.fileName == nil && bare.scheduledFor == nil && bare.parameters == [:])
    }

    @Test("a job of a failure operation knows why the other one failed, and no other job does")
    func failure() {
        let headers = ["x-failure-code": "upstream.timeout", "x-failure-message": "The backend did not answer."]
        #expect(
            Job(headers: headers).failure
                == JobFailure(code: "upstream.timeout", message: "The backend did not answer."))
        #expect(Job(headers: ["x-failure-code": "job.poison"]).failure?.message == "")
        #expect(Job(headers: ["x-failure-message": "no code"]).failure == nil)
    }

    @Test("parameters of the path and the query are the headers of that prefix")
    func parameters() {
        let job = Job(headers: ["parameter-examId": "7", "parameter-detail": "full", "accept": "text/plain"])
        #expect(job.parameters == ["examid": "7", "detail": "full"])
        #expect(job.parameter("examId") == "7")
        #expect(job.parameter("detail") == "full")
        #expect(job.parameter("none") == nil)
    }

    @Test(
        "times are read as RFC 3339 writes them",
        arguments: [
            ("2026-11-21T03:00:00Z", 1_795_230_000), ("2026-11-21T03:00:00+09:00", 1_795_197_600),
            ("2026-11-21T03:00:00.250Z", 1_795_230_000.25), ("2026-11-21T03:00:00.250-05:30", 1_795_249_800.25),
            ("2026-11-21", nil), ("soon", nil), ("", nil),
        ] as [(String, Double?)])
    func times(_ text: String, _ seconds: Double?) {
        #expect(Job(headers: ["x-scheduled-for": text]).scheduledFor?.timeIntervalSince1970 == seconds)
    }
}
