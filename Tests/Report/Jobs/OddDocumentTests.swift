import PluginSDK
import PluginTestKit
import Testing

@testable import Report

/// Documents of the backend that are right in shape, and odd in what they say.
@Suite struct OddDocumentTests {
    @Test("numbers that no report can have are as ones that are not there")
    func oddNumbers() async throws {
        let fixture = try ReportFixture()
        let ranges = (0..<21).map { #"{"range": "\#($0)-\#($0 + 1)", "count": 1, "percentage": 1}"# }
        fixture.backend.set(
            FakeBackend.rank,
            .json(
                #"{"rank": -1, "percentile": -1, "totalParticipants": -3, "#
                    + #""typePercentiles": [{"questionType": "", "percentile": 900}]}"#))
        fixture.backend.set(
            FakeBackend.statistics,
            .json(
                #"{"participantCount": -1, "standardDeviation": -2, "scoreRangeDistribution": ["#
                    + ranges.joined(separator: ",")
                    + #"], "topIncorrectQuestions": [{"questionNumber": 0, "incorrectRate": 50}, "#
                    + #"{"questionNumber": 3, "incorrectRate": 60, "questionType": "", "topWrongChoice": "무효"}]}"#))
        fixture.backend.set(FakeBackend.choices, nil)
        let data = try await fixture.data()
        #expect(data["result"]?["rank"] == 2 && data["result"]?["percentile"] == 25)
        #expect(data["result"]?["participants"] == 4 && data["result"]?["standardDeviation"] == .number(17.9))
        #expect(data["distribution"]?.count == 5)
        #expect(data["mostMissed"]?.count == 1 && data["mostMissed"]?[0]?["number"] == 3)
        #expect(data["mostMissed"]?[0]?["type"] == "빈칸" && data["mostMissed"]?[0]?["topWrong"] == .null)
    }

    @Test("a student who was graded twice is one participant, of the last score, and lists may differ in their order")
    func gradedTwice() async throws {
        let fixture = try ReportFixture(#"{"skip": ["rank", "statistics"]}"#)
        fixture.backend.set(
            FakeBackend.examResults,
            .json(
                #"[{"id": 501, "studentId": 1001, "score": 70}, {"id": 499, "studentId": 1001, "score": 20}, "#
                    + #"{"id": 600, "score": 90}, {"id": 601, "score": 80}]"#))
        for _ in 0..<2 {
            #expect(try await fixture.data()["result"]?["participants"] == 3)
        }
        #expect(fixture.services.requests.count { $0.path == FakeBackend.examResults } == 1)
    }

    @Test("a time of UTC is a day where the reports are read")
    func localDay() async throws {
        let fixture = try ReportFixture()
        fixture.backend.set(
            FakeBackend.exam,
            .json(FakeBackend.examDocument.replacing("2026-11-14T09:00:00", with: "2026-11-14T23:30:00Z")))
        #expect(try await fixture.data()["exam"]?["date"] == "2026-11-15")
    }
}
