import Foundation
import Loopback
import ModelServerPeer
import Testing

extension EndToEnd {
    /// Prompts of the operator's, which go before the built-in ones.
    @Suite(.serialized) struct AnalysisPromptFiles {
        private static func prompt(version: Int, rule: String, facts: String = "facts") -> String {
            """
            id: student-feedback
            version: \(version)
            language: ko
            summary: 우리 학원의 것
            variables:
              exam_name: 시험의 이름
              student_name: 학생의 이름
              facts: 학생의 결과에 대한 사실

            == system ==
            \(rule)

            == user ==
            {{ exam_name }} {{ student_name }}
            {{ \(facts) }}

            """
        }

        /// The first message of the last request.
        private func rule(_ analysis: AnalysisHost) throws -> String? {
            #expect(try analysis.feedback().status == 200)
            return try analysis.seen().last?.body["messages"]?[0]?["content"]?.string
        }

        @Test("a prompt in the folder takes the built-in one's place, a reload takes a new one, and never a broken one")
        func folder() throws {
            let analysis = try AnalysisHost(starts: false)
            let (folder, name) = (analysis.host.folder, "prompts/student-feedback.ko.prompt")
            try FileManager.default.createDirectory(
                atPath: folder.path + "/prompts", withIntermediateDirectories: true)
            try analysis.configure(.init(config: "      llm: llm\n      prompts: \(folder.path)/prompts"))
            try folder.write(Self.prompt(version: 2, rule: "첫째 규칙"), to: name)
            try analysis.host.start()
            try analysis.script(["text": .string(AnalysisTexts.right)])
            #expect(try rule(analysis) == "첫째 규칙")
            #expect(analysis.host.log.contains("student-feedback@2#"))

            try folder.write(Self.prompt(version: 3, rule: "둘째 규칙", facts: "fakts"), to: name)
            let refused = try analysis.host.reload()
            #expect(refused["succeeded"] as? Bool == false)
            let problem = (refused["problems"] as? [String])?.first ?? ""
            #expect(problem.contains("student-feedback.ko.prompt:15:4") && problem.contains("'fakts'"), "\(problem)")
            #expect(try rule(analysis) == "첫째 규칙")

            try folder.write(Self.prompt(version: 3, rule: "둘째 규칙"), to: name)
            #expect(try analysis.host.reload()["succeeded"] as? Bool == true)
            #expect(try rule(analysis) == "둘째 규칙")
            let prompts = try analysis.host.client().send("GET", "/api/analysis/prompts").text
            #expect(prompts.contains("student-feedback@3#") && prompts.contains("student-feedback@1#"))
            analysis.finish()
        }
    }
}
