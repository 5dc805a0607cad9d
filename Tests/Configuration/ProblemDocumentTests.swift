import Foundation
import Testing

@testable import HostConfiguration

/// Problems for programs.
@Suite struct ProblemDocumentTests {
    @Test func problemsAreJSONWithCodeAndPlace() throws {
        let error = try #require(
            #expect(throws: ConfigurationProblems.self) {
                try ConfigurationFile.parse(
                    bytes: Array("version: 1\nhots: { \"a\\\"b\": 1 }\n".utf8), name: "etc/plugins.yaml",
                    environment: [:])
            })
        let documents = try #require(
            JSONSerialization.jsonObject(with: Data(error.json.utf8)) as? [[String: Any]])
        let document = try #require(documents.first)
        #expect(documents.count == 1)
        #expect(document["code"] as? String == "config.unknown_key")
        #expect(document["message"] as? String == "unknown key \"hots\" in the file")
        #expect(document["suggestion"] as? String == "did you mean \"host\"?")
        #expect(document["file"] as? String == "etc/plugins.yaml")
        #expect(document["line"] as? Int == 2 && document["column"] as? Int == 1)
        #expect(document["text"] as? String == #"hots: { "a\"b": 1 }"#)
    }

    @Test func problemOfTheWholeFileHasNoPlace() throws {
        let problem = ConfigurationProblem(
            code: "config.unreadable", message: "m", position: SourcePosition(file: "p.yaml"))
        #expect(
            problem.json
                == #"{"code":"config.unreadable","message":"m","suggestion":null,"file":"p.yaml","line":null,"column":null,"text":null}"#
        )
    }
}
