import PluginSDK
import Synchronization

@testable import Report

/// Draws nothing: a report is the bytes of its data, with its template and output before them. What it was asked is
/// kept.
final class FakeRendering: ReportRendering {
    struct Drawn: Sendable {
        var template: String
        var theme: String?
        var output: ReportOutput
        var data: JSONValue
    }

    private let kept = Mutex<[Drawn]>([])
    private let behaviour = Mutex<@Sendable (inout DrawnReport) async throws -> Void>({ _ in })

    /// Changes what is drawn, or throws.
    func behave(_ change: @escaping @Sendable (inout DrawnReport) async throws -> Void) {
        behaviour.withLock { $0 = change }
    }

    var drawn: [Drawn] { kept.withLock { $0 } }

    func template(_ name: String, theme: String?) throws(DrawingRefusal) -> any PinnedTemplate {
        guard name != "absent" else {
            throw DrawingRefusal(code: "template.unknown", message: "There is no template of this name.")
        }
        return Template(name: name, theme: theme, rendering: self)
    }

    private struct Template: PinnedTemplate {
        let name: String
        let theme: String?
        let rendering: FakeRendering

        var version: String { "\(name)/\(theme ?? "-")/1" }

        func draw(_ data: [UInt8], as output: ReportOutput) async throws -> DrawnReport {
            let tree = try JSONValue(parsing: data)
            let drawn = Drawn(template: name, theme: theme, output: output, data: tree)
            rendering.kept.withLock { $0.append(drawn) }
            var report = DrawnReport(bytes: Array("\(version) ".utf8) + data, mediaType: output.format.mediaType)
            let behave = rendering.behaviour.withLock { $0 }
            try await behave(&report)
            return report
        }
    }
}
