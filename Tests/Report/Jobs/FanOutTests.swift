import PluginSDK
import PluginTestKit
import Synchronization
import Testing

@testable import Report

@Suite(.timeLimit(.minutes(1))) struct FanOutTests {
    @Test("all that needs no other answer is asked for at once")
    func parallel() async throws {
        let fixture = try ReportFixture()
        // Exam, its results, statistics and choices; student, own results, rank. The answers need the own results.
        let crossing = Crossing(fixture.services, needed: 7)
        _ = try await fixture.make(job: fixture.job(host: crossing.host))
        #expect(crossing.most == 7)
    }

    @Test("a class of two hundred asks once for what it has in common")
    func singleFlight() async throws {
        let fixture = try ReportFixture()
        let own = FakeBackend.ownResultsDocument
        let all = (1000..<1200).map { #"{"id": \#($0), "studentId": \#($0), "score": 70}"# }.joined(separator: ",")
        fixture.backend.rule { request in
            switch request.path {
            case FakeBackend.examResults: .json("[\(all)]")
            case let path where path.hasSuffix("/results"): .json(own)
            case let path where path.hasPrefix("/internal/v1/students/"): .json(FakeBackend.studentDocument)
            default: nil
            }
        }
        // Nobody is answered before a hundred requests are there: the reports do come at once.
        let host = Crossing(fixture.services, needed: 100).host
        try await withThrowingTaskGroup(of: Void.self) { group in
            for student in 1000..<1200 {
                group.addTask {
                    let command = ReportFixture.command([
                        "studentId": .integer(student), "reportIndex": .integer(student),
                    ])
                    let answer = try await fixture.make(command, job: fixture.job("\(student)", host: host))
                    #expect(!answer.isFailure)
                }
            }
            try await group.waitForAll()
        }
        var counts: [String: Int] = [:]
        for request in fixture.services.requests { counts[request.path, default: 0] += 1 }
        for path in [FakeBackend.exam, FakeBackend.examResults, FakeBackend.statistics, FakeBackend.choices] {
            #expect(counts[path] == 1, "\(path)")
        }
        #expect(fixture.services.requests.count == 4 + 200 * 4)
        #expect(fixture.rendering.drawn.count == 200)
    }

    @Test("another tenant's exam of the same number is another one")
    func tenants() async throws {
        let fixture = try ReportFixture()
        for tenant in ["demo", "south", "demo"] {
            _ = try await fixture.make(ReportFixture.command(["tenantSlug": .string(tenant)]))
        }
        let exams = fixture.services.requests.filter { $0.path == FakeBackend.exam }
        #expect(exams.map(\.tenant) == ["demo", "south"])
    }

    @Test("a list from before the student's result is fetched once more, and no more than that")
    func stale() async throws {
        let fixture = try ReportFixture(#"{"skip": ["rank", "statistics"]}"#)
        fixture.backend.set(FakeBackend.examResults, .json(#"[{"id": 502, "studentId": 1002, "score": 90}]"#))
        _ = try await fixture.make(ReportFixture.command(["studentId": 1002]))
        let before = fixture.services.requests.count { $0.path == FakeBackend.examResults }
        fixture.backend.set(FakeBackend.examResults, .json(FakeBackend.examResultsDocument))
        #expect(try await fixture.data()["result"]?["participants"] == 4)
        #expect(fixture.services.requests.count { $0.path == FakeBackend.examResults } == before + 1)
        _ = try await fixture.make()
        #expect(fixture.services.requests.count { $0.path == FakeBackend.examResults } == before + 1)
        // A list that was fetched for this very report is not fetched again: the report is made from what there is.
        let lonely = try ReportFixture(#"{"skip": ["rank", "statistics"]}"#)
        lonely.backend.set(FakeBackend.examResults, .json("[]"))
        #expect(try await lonely.data()["result"]?["rank"] == .null)
        #expect(lonely.services.requests.count { $0.path == FakeBackend.examResults } == 1)
    }

    @Test(
        "a list that lacks students for good is fetched once more for all of them, and one of nobody's numbers is not",
        arguments: [(#"[{"id": 9, "studentId": 9, "score": 50}]"#, 2), (#"[{"id": 9, "score": 50}]"#, 1)])
    func lacking(_ list: String, _ fetches: Int) async throws {
        let fixture = try ReportFixture(#"{"skip": ["rank", "statistics"]}"#)
        fixture.backend.set(FakeBackend.examResults, .json(list))
        for _ in 0..<20 { #expect(try await !fixture.make().isFailure) }
        #expect(fixture.services.requests.count { $0.path == FakeBackend.examResults } == fetches)
    }

    @Test("a score that was mended since is noticed")
    func mended() async throws {
        let fixture = try ReportFixture(#"{"skip": ["rank", "statistics"]}"#)
        _ = try await fixture.make()
        fixture.backend.set(
            FakeBackend.ownResults, .json(#"[{"id": 501, "examId": 42, "score": 95, "createdAt": "2026-11-14"}]"#))
        fixture.backend.set(
            FakeBackend.examResults,
            .json(
                FakeBackend.examResultsDocument.replacing(
                    #""studentId": 1001, "score": 70"#, with: #""studentId": 1001, "score": 95"#)))
        #expect(try await fixture.data()["result"]?["rank"] == 1)
    }

    @Test("with no lifetime each report asks for itself")
    func noCache() async throws {
        let fixture = try ReportFixture(#"{"exam_cache": "0s"}"#)
        for _ in 0..<2 { _ = try await fixture.make() }
        #expect(fixture.services.requests.count == 16)
    }

    @Test("a report that nobody wants any more ends, and leaves the class to who still does")
    func cancelled() async throws {
        let fixture = try ReportFixture()
        let crossing = Crossing(fixture.services, needed: 7 + 3)
        let impatient = Task { try await fixture.make(job: fixture.job("1", host: crossing.host)) }
        while crossing.most < 7 { await Task.yield() }
        let patient = Task { try await fixture.make(job: fixture.job("2", host: crossing.host)) }
        impatient.cancel()
        #expect(try await patient.value.isFailure == false)
        await #expect(throws: CancellationError.self) { try await impatient.value }
    }
}
