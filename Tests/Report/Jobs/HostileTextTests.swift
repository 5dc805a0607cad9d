import Fuzzing
import PluginSDK
import Testing

@testable import Report

@Suite struct HostileTextTests {
    @Test("a hostile name stays a name: markup as it was written, control characters gone")
    func names() async throws {
        let fixture = try ReportFixture()
        let name: JSONValue = "<script>{{x}}\u{0}\u{1B}[2J\u{202E}\"'&\\\n\u{85}𝕏👩‍👩‍👧"
        fixture.backend.set(
            FakeBackend.student,
            .json(JSONValue.object(["name": name, "academyName": name, "studentHighschool": name]).text))
        let data = try await fixture.data()
        let expected: JSONValue = "<script>{{x}}[2J\"'&\\ 𝕏👩‍👩‍👧"
        #expect(data["student"]?["name"] == expected && data["student"]?["school"] == expected)
        #expect(data["academy"]?["name"] == expected)
    }

    @Test("a name that is no name is cut")
    func long() async throws {
        let fixture = try ReportFixture()
        let name = String(repeating: "가", count: 100_000)
        fixture.backend.set(FakeBackend.student, .json(#"{"name": "\#(name)"}"#))
        guard case .string(let cut)? = try await fixture.data()["student"]?["name"] else {
            Issue.record("no name")
            return
        }
        #expect(cut.unicodeScalars.count == 200 && cut.hasSuffix("…"))
    }

    @Test("who has no name is a student")
    func nameless() async throws {
        for document in ["{}", #"{"name": null}"#, #"{"name": ""}"#, #"{"name": ["x"]}"#] {
            let fixture = try ReportFixture()
            fixture.backend.set(FakeBackend.student, .json(document))
            #expect(try await fixture.data()["student"]?["name"] == "학생")
        }
    }

    @Test("an exam of more questions than anybody asks is refused")
    func questions() async throws {
        let fixture = try ReportFixture()
        let scores = (1...201).map { "\"\($0)\": 1" }.joined(separator: ",")
        fixture.backend.set(FakeBackend.exam, .json("{\"questionScores\": {\(scores)}}"))
        #expect(try await fixture.make().json["errorCode"] == "exam.unusable")
    }

    @Test("mutated documents of the backend end in a report, a failure or another attempt, and never crash")
    func mutated() async throws {
        let fixture = try ReportFixture(#"{"exam_cache": "0s"}"#)
        let documents = [
            (FakeBackend.exam, FakeBackend.examDocument), (FakeBackend.student, FakeBackend.studentDocument),
            (FakeBackend.ownResults, FakeBackend.ownResultsDocument),
            (FakeBackend.examResults, FakeBackend.examResultsDocument),
            (FakeBackend.answers, FakeBackend.answersDocument), (FakeBackend.rank, FakeBackend.rankDocument),
            (FakeBackend.statistics, FakeBackend.statisticsDocument),
            (FakeBackend.choices, FakeBackend.choicesDocument),
        ]
        var random = SeededRandom(17)
        var made = 0
        var ended = 0
        for round in 0..<FuzzRounds.count(120) {
            let (path, document) = documents[round % documents.count]
            let text = String(decoding: Array(document.utf8).mutated(&random), as: UTF8.self)
            fixture.backend.set(path, .json(text))
            do {
                if try await fixture.make().isFailure { ended += 1 } else { made += 1 }
            } catch {
                #expect(error is Retry)
                ended += 1
            }
            fixture.backend.set(path, .json(document))
        }
        #expect(made > 5 && ended > 5)
    }
}
