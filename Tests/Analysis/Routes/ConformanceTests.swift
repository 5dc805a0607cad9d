import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("What every plugin has to do", .timeLimit(.minutes(2)))
struct ConformanceTests {
    @Test("analysis keeps the rules of the contract with hosts")
    func conformance() async {
        let findings = await PluginConformance.check(
            AnalysisPlugin.self, settings: PluginHarness.narrator,
            samples: [
                .init("analysis.exam_commentary", json: Samples.exam.text),
                .init("analysis.student_feedback", json: Samples.student.text),
                .init("analysis.exam_commentary_stream", json: Samples.exam.text),
                .init("analysis.student_feedback_stream", json: Samples.student.text),
                .init("analysis.class", json: Samples.classRequest(3, exam: Samples.exam).text),
                .init("analysis.facts", json: Samples.classRequest(3).text),
                .init(
                    "analysis.job", json: ClassFixture.command("student-feedback", Samples.student).text),
                .init("analysis.prompts", []), .init("analysis.index", []),
            ])
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }
}
