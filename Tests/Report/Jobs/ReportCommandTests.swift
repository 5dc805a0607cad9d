import Fuzzing
import Lumie
import PluginSDK
import Testing

@testable import Report

@Suite struct ReportCommandTests {
    private func command(
        _ text: String, _ names: FieldNames<CommandField> = FieldNames()
    ) throws -> ReportCommand {
        try Array(text.utf8).withUnsafeBytes { try ReportPayload(payload: $0, mediaType: nil) }.command(names)
    }

    @Test("every field of the contract is read, and what nobody knows is let pass")
    func fields() throws {
        let text = ReportFixture.command([
            "jobId": .integer(.max), "examId": .integer(.min), "colour": ["a": [1, nil]],
        ])
        #expect(
            try command(text)
                == ReportCommand(
                    jobID: .max, examID: .min, studentID: 1001, tenantSlug: "demo", reportIndex: 0, totalReports: 2))
    }

    @Test("version and texts may be left out or null")
    func optional() throws {
        for absent in [nil, JSONValue.null] as [JSONValue?] {
            let read = try command(
                ReportFixture.command(["schemaVersion": absent, "commentary": absent, "feedback": absent]))
            #expect(read.commentary == nil && read.feedback == nil)
        }
        #expect(try command(ReportFixture.command(["feedback": "a\n\tb"])).feedback == "a\n\tb")
        #expect(try command(ReportFixture.command(["feedback": ""])).feedback == "")
    }

    @Test(
        "a field that is missing, of another type or out of bounds is refused by its name",
        arguments: [
            ("jobId", nil, "missing"), ("examId", nil, "missing"), ("studentId", nil, "missing"),
            ("tenantSlug", nil, "missing"), ("reportIndex", nil, "missing"), ("totalReports", nil, "missing"),
            ("jobId", "7", "int_type"), ("studentId", 7.5, "int_type"), ("jobId", .number(1e19), "int_type"),
            ("examId", .null, "int_type"), ("reportIndex", true, "int_type"), ("schemaVersion", "1", "int_type"),
            ("reportIndex", -1, "greater_than_equal"), ("totalReports", 0, "greater_than_equal"),
            ("schemaVersion", 0, "greater_than_equal"), ("tenantSlug", 7, "string_type"),
            ("tenantSlug", "", "value_error"), ("tenantSlug", "a\nb", "value_error"),
            ("feedback", 7, "string_type"), ("commentary", "a\u{0}b", "value_error"),
        ] as [(String, JSONValue?, String)])
    func refused(_ name: String, _ value: JSONValue?, _ type: String) throws {
        let refusal = try #require(throws: InputRefusal.self) { try command(ReportFixture.command([name: value])) }
        #expect(refusal.problems.map(\.type) == [type])
        #expect(refusal.problems.first?.location == ["body", .string(name)])
    }

    @Test("all that is wrong is said at once, and what is no object is refused whole")
    func problems() throws {
        let refusal = try #require(throws: InputRefusal.self) { try command(#"{"jobId": "7", "reportIndex": -1}"#) }
        #expect(refusal.problems.count == 6)
        for text in ["", "[]", "7", "{", "null", #""text""#] {
            #expect(throws: InputRefusal.self) { try command(text) }
        }
    }

    @Test("a version of the contract after ours goes to the dead letters")
    func version() throws {
        let reject = try #require(throws: Reject.self) { try command(ReportFixture.command(["schemaVersion": 2])) }
        #expect(reject.code == "command.schema_version")
    }

    @Test("mutated commands are read or refused, and never crash")
    func mutated() {
        var random = SeededRandom(31)
        let sample = Array(ReportFixture.command.utf8)
        var read = 0
        var refused = 0
        for _ in 0..<FuzzRounds.count(3000) {
            let text = String(decoding: sample.mutated(&random), as: UTF8.self)
            if (try? command(text)) != nil { read += 1 } else { refused += 1 }
        }
        #expect(read > 20 && refused > 20)
    }
}
