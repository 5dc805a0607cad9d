import Fuzzing
import ReportDrawing
import Templates
import Testing

@testable import ReportTemplates

@Suite("Mutated template folders")
struct MutatedFolderTests {
    @Test("a mutated folder and mutated data are drawn or refused, and nothing else")
    func mutated() async throws {
        var random = SeededRandom(0x7E3A)
        let room = try DrawingRoom(lanes: 1)
        var limits = RenderLimits()
        limits.template.seconds = 2
        let renderer = ReportRenderer(room: room, browser: nil, limits: limits)
        var (refused, failed, drawn) = (0, 0, 0)
        for _ in 0..<FuzzRounds.count(1_000) {
            var files = TinyTemplate.files([:])
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                guard let path = files.keys.sorted().randomElement(using: &random) else { break }
                files[path] = files[path]?.mutated(&random)
            }
            let data = Array(TinyTemplate.files["samples/one.json", default: ""].utf8)
            let isChanged = Bool.random(using: &random)
            guard let value = try? TemplateValue(json: isChanged ? data.mutated(&random) : data),
                let content = try? FolderContent(name: "tiny", files: files)
            else {
                refused += 1
                continue
            }
            do {
                let template = try ReportTemplate(content)
                _ = try await renderer.render(
                    template, data: value, options: RenderOptions(engine: .native, format: .jpeg, scale: 0.5))
                drawn += 1
            } catch is TemplateProblems {
                refused += 1
            } catch let failure as RenderFailure {
                #expect(!failure.code.isEmpty)
                #expect(failure.code != "drawing.failed")
                failed += 1
            }
        }
        #expect(drawn > 0 && refused > 0 && failed > 0, "\(drawn) drawn, \(refused) refused, \(failed) failed")
    }

    @Test("places in mutated JSON are found or not, and nothing else")
    func mutatedPlaces() {
        var random = SeededRandom(0x91)
        let text = Array("{\"a\": [1, {\"b\\n\": \"x\\\"}\"}], \"c\": {\"d\": [[], {}]}}".utf8)
        for _ in 0..<FuzzRounds.count(2_000) {
            let bytes = text.mutated(&random)
            for pointer in [[], ["a"], ["a", "1", "b\n"], ["c", "d", "1"], ["x"]] {
                if let place = JSONPlaces.find(pointer, in: bytes) { #expect(place.line >= 1 && place.column >= 1) }
            }
        }
    }
}
