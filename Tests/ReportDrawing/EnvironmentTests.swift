import Foundation
import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct EnvironmentTests {
    /// Letters whose form depends on a language: Han in an English text, and Latin.
    private static func draw() async throws -> String {
        try await Studio.withLane { lane in
            let items = ["en", "ko", ""].enumerated().map { index, language -> SceneItem in
                let text = lane.measure(
                    Studio.runs("fi Ii 直骨 가 مرحبا ⑤", size: 30), style: ParagraphStyle(language: language), width: nil)
                return .text(text, at: Point(x: 0, y: Double(index) * 50), width: 400)
            }
            let page = Studio.page(400, 150, items)
            let pdf = try lane.pdf(Scene(title: "", language: "en", pages: [page]))
            return ContentHash.sha256(try lane.png([page], scale: 1) + pdf)
        }
    }

    @Test("the languages of the machine's environment do not change a byte")
    func languages() async throws {
        // Pango reads them once, so each is set in a process of its own.
        let plain = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            for name in ["PANGO_LANGUAGE", "LANGUAGE", "LANG", "LC_ALL"] { unsetenv(name) }
            print("drawn:", try await EnvironmentTests.draw())
        }
        let foreign = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            for name in ["PANGO_LANGUAGE", "LANGUAGE"] { setenv(name, "zh-cn:tr:fa", 1) }
            for name in ["LANG", "LC_ALL"] { setenv(name, "zh_CN.UTF-8", 1) }
            print("drawn:", try await EnvironmentTests.draw())
        }
        let drawn = [plain, foreign].map { result in
            String(decoding: result?.standardOutputContent ?? [], as: UTF8.self).split(separator: "\n")
                .first { $0.hasPrefix("drawn: ") }
        }
        #expect(drawn[0] != nil)
        #expect(drawn[0] == drawn[1])
    }
}
