import Fuzzing
import Lumie
import PluginSDK
import Testing

@testable import Grading

@Suite struct CommandTests {
    private func command(
        _ text: String, _ names: FieldNames<CommandField> = FieldNames()
    ) throws -> GradingCommand {
        try Array(text.utf8).withUnsafeBytes { try CommandPayload(payload: $0, mediaType: nil) }.command(names)
    }

    @Test("every field of the contract is read, and what nobody knows is let pass")
    func fields() throws {
        let text = JobFixture.command([
            "jobId": .integer(.max), "examId": .integer(.min), "fileName": "홍길동.jpg", "imageIndex": 199,
            "totalImages": 200, "colour": ["a": [1, nil]],
        ])
        #expect(
            try command(text)
                == GradingCommand(
                    jobID: .max, examID: .min, tenantSlug: "demo", imageIndex: 199, totalImages: 200,
                    objectKey: "tmp/7/0.jpg", fileName: "홍길동.jpg"))
    }

    @Test("version and file name may be left out or null, and the key may be called imageKey")
    func optional() throws {
        for absent in [nil, JSONValue.null] as [JSONValue?] {
            let text = JobFixture.command([
                "schemaVersion": absent, "fileName": absent, "objectKey": .some(nil), "imageKey": "a/b/c.png",
            ])
            let read = try command(text)
            #expect(read.fileName == "c.png" && read.objectKey == "a/b/c.png")
        }
        #expect(try command(JobFixture.command(["imageKey": "other"])).objectKey == "tmp/7/0.jpg")
        #expect(try command(JobFixture.command(["objectKey": "/"])).fileName == "/")
    }

    @Test(
        "a field that is missing, of another type or out of bounds is refused by its name",
        arguments: [
            ("jobId", nil, "missing"), ("examId", nil, "missing"), ("tenantSlug", nil, "missing"),
            ("imageIndex", nil, "missing"), ("totalImages", nil, "missing"), ("objectKey", nil, "missing"),
            ("jobId", "7", "int_type"), ("jobId", 7.5, "int_type"), ("jobId", .number(1e19), "int_type"),
            ("examId", .null, "int_type"), ("imageIndex", true, "int_type"), ("schemaVersion", "1", "int_type"),
            ("imageIndex", -1, "greater_than_equal"), ("totalImages", 0, "greater_than_equal"),
            ("schemaVersion", 0, "greater_than_equal"), ("tenantSlug", 7, "string_type"),
            ("objectKey", ["a"], "string_type"), ("fileName", 7, "string_type"), ("tenantSlug", "", "value_error"),
            ("tenantSlug", "a\nb", "value_error"), ("objectKey", "", "value_error"),
        ] as [(String, JSONValue?, String)])
    func refused(_ name: String, _ value: JSONValue?, _ type: String) throws {
        let refusal = try #require(throws: InputRefusal.self) { try command(JobFixture.command([name: value])) }
        #expect(refusal.problems.map(\.type) == [type])
        #expect(refusal.problems.first?.location == ["body", .string(name)])
        #expect(refusal.message.contains(name))
    }

    @Test("all that is wrong is said at once, and what is no object is refused whole")
    func problems() throws {
        let refusal = try #require(throws: InputRefusal.self) {
            try command(#"{"jobId": "7", "imageIndex": -1, "fileName": 3}"#)
        }
        #expect(refusal.problems.count == 7)
        for text in ["", "[]", "7", "{", "null", #""text""#] {
            #expect(throws: InputRefusal.self) { try command(text) }
        }
    }

    @Test("a version of the contract after ours goes to the dead letters")
    func version() throws {
        let reject = try #require(throws: Reject.self) { try command(JobFixture.command(["schemaVersion": 2])) }
        #expect(reject.code == "command.schema_version")
    }

    @Test("a backend's own names are read in place of the contract's")
    func renamed() throws {
        let names = FieldNames<CommandField>([.objectKey: "path", .jobId: "job", .fileName: "name"])
        let text =
            #"{"job": 1, "examId": 2, "tenantSlug": "t", "imageIndex": 0, "totalImages": 1, "path": "p", "name": "n"}"#
        #expect(try command(text, names).jobID == 1)
        let refusal = try #require(throws: InputRefusal.self) { try command(JobFixture.command, names) }
        #expect(refusal.problems.map { $0.location.last } == ["job", "path"])
    }

    @Test("mutated commands are read or refused, and never crash")
    func mutated() {
        var random = SeededRandom(21)
        let sample = Array(JobFixture.command.utf8)
        var read = 0
        var refused = 0
        for _ in 0..<FuzzRounds.count(3000) {
            let text = String(decoding: sample.mutated(&random), as: UTF8.self)
            if (try? command(text)) != nil { read += 1 } else { refused += 1 }
        }
        #expect(read > 20 && refused > 20)
    }
}
