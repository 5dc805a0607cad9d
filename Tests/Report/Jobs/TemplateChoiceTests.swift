import PluginSDK
import Testing

@testable import Report

@Suite struct TemplateChoiceTests {
    @Test("a tenant has its own template, theme, language and logo; what it does not say is everybody's")
    func tenants() async throws {
        let fixture = try ReportFixture(
            #"""
            {"theme": "blue", "logo": "ours.svg", "scale": 1.5, "quality": 75, "tenants": {
              "south": {"template": "south-report", "theme": "green", "locale": "en", "logo": "south.svg",
                        "ink_saving": true},
              "north": {"locale": "en"}}}
            """#)
        for tenant in ["demo", "south", "north"] {
            _ = try await fixture.make(ReportFixture.command(["tenantSlug": .string(tenant)]))
        }
        let drawn = fixture.rendering.drawn
        #expect(drawn.map(\.template) == ["exam-report", "south-report", "exam-report"])
        #expect(drawn.map(\.theme) == ["blue", "green", "blue"])
        #expect(drawn.map { $0.data["locale"] } == ["ko", "en", "en"])
        #expect(drawn.map { $0.data["academy"]?["logo"] } == ["ours.svg", "south.svg", "ours.svg"])
        #expect(drawn.map { $0.data["options"]?["inkSaving"] } == [false, true, false])
        #expect(drawn.allSatisfy { $0.output == ReportOutput(format: .jpeg, scale: 1.5, quality: 75) })
    }

    @Test("who wants less ink names no theme: the template's own one for it is taken; a tenant's own theme stays")
    func lessInk() async throws {
        let fixture = try ReportFixture(
            #"""
            {"theme": "blue", "tenants": {
              "east": {"ink_saving": true}, "west": {"ink_saving": true, "theme": "green"}}}
            """#)
        for tenant in ["demo", "east", "west"] {
            _ = try await fixture.make(ReportFixture.command(["tenantSlug": .string(tenant)]))
        }
        #expect(fixture.rendering.drawn.map(\.theme) == ["blue", nil, "green"])
    }

    @Test("the second page comes with what stands on it, and where the tenant wants it")
    func secondPage() async throws {
        let text = ReportFixture.command(["feedback": "잘했습니다.\n다음에도."])
        for (settings, command, expected) in [
            ("{}", ReportFixture.command, false), ("{}", text, true), (#"{"second_page": false}"#, text, false),
            (#"{"tenants": {"demo": {"second_page": false}}}"#, text, false),
        ] {
            let data = try await ReportFixture(settings).data(command)
            #expect(data["options"]?["secondPage"] == .bool(expected))
        }
        let data = try await ReportFixture().data(text)
        #expect(data["feedback"] == "잘했습니다.\n다음에도." && data["commentary"] == .null)
    }

    @Test("the date is the day where the reports are read")
    func day() async throws {
        #expect(try await ReportFixture().data()["generatedOn"] == "2026-11-21")
        #expect(try await ReportFixture(#"{"utc_offset": 539}"#).data()["generatedOn"] == "2026-11-20")
    }

    @Test("an exam without kinds has those of the settings")
    func types() async throws {
        for (settings, expected) in [
            ("{}", ["듣기"]), (#"{"fallback_types": "none"}"#, ["기타"]),
            (#"{"locale": "en"}"#, ["Listening"]),
        ] as [(String, [JSONValue])] {
            let fixture = try ReportFixture(settings)
            fixture.backend.set(
                FakeBackend.exam,
                .json(
                    FakeBackend.examDocument.replacing(
                        #"{"1": "듣기", "2": "듣기", "3": "빈칸", "4": "어휘"}"#, with: "null")))
            fixture.backend.set(
                FakeBackend.answers,
                .json(#"[{"questionNumber": 1, "selectedChoice": 3, "isCorrect": true, "questionType": null}]"#))
            let data = try await fixture.data()
            #expect(data["types"]?[0]?["name"] == expected.first)
            #expect(data["questions"]?[0]?["chosen"] == "3" && data["questions"]?[0]?["score"] == 30)
        }
    }
}
