import PluginTestKit
import Testing

@testable import Curve

@Suite struct CurveTests {
    @Test func theExportedTableCurvesAScoreAndHasNoFindings() async throws {
        let harness = try await PluginHarness(Curve.self, settings: #"{"mean": 70}"#)
        let answer = try await harness.call("curve.apply", json: #"{"raw": 50}"#)
        #expect(answer.text == #"{"value":70}"#)
        try await harness.finish()
    }
}
