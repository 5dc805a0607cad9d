import Foundation
import ReportDrawing
import Testing

@testable import ReportTemplates

@Suite("Built-in templates")
struct BuiltInTests {
    @Test("the image holds every file of the templates' folder, byte for byte")
    func embedded() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Plugins/Report/templates").standardizedFileURL.resolvingSymlinksInPath()
        var onDisk: [String: [UInt8]] = [:]
        let walk = try #require(FileManager.default.enumerator(atPath: folder.path))
        while let path = walk.nextObject() as? String {
            let parts = path.split(separator: "/").map(String.init)
            let isFile = walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular
            guard isFile, !parts.contains(where: FileNameRule.isIgnored) else { continue }
            onDisk[path] = Array(try Data(contentsOf: folder.appendingPathComponent(path)))
        }
        var embedded: [String: [UInt8]] = [:]
        for content in try BuiltInTemplates.folders() {
            for (path, bytes) in content.files { embedded["\(content.name)/\(path)"] = bytes }
        }
        #expect(
            embedded.keys.sorted() == onDisk.keys.sorted(),
            "list each file in Plugins/Report/CTemplates/built_in_templates.c")
        let others = onDisk.keys.sorted().filter { embedded[$0] != onDisk[$0] }
        #expect(others.isEmpty, "these are other files than when the image was built")
    }

    @Test("lint finds nothing wrong with any of their samples, in every theme and language")
    func lint() async throws {
        let lint = TemplateLint(renderer: ReportRenderer(room: try DrawingRoom(lanes: 1), browser: nil))
        for content in try BuiltInTemplates.folders() {
            let template = try ReportTemplate(content)
            #expect(!template.samples.isEmpty)
            #expect(template.schema != nil)
            let report = try await lint.check(template)
            let wrong = report.entries.filter { $0.finding.severity != .note }.map { entry in
                "\(entry.finding.place): \(entry.finding.code): \(entry.finding.message) (\(entry.count) times, first \(entry.report?.sample ?? "-"))"
            }
            #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
        }
    }
}
