import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// What who writes templates is helped with, over HTTP and on the command line.
    @Suite(.serialized) struct ReportTemplateOperations {
        private static let sample = #"{"student": {"name": "김하늘"}}"#
        private static let schema = #"""
            {"type": "object", "required": ["student"], "properties": {"student": {"type": "object",
             "required": ["name"], "properties": {"name": {"type": "string"}}}}}
            """#
        /// A name that is nowhere, on its second line.
        private static let wrong = """
            <report title="x" lang="ko" width="400" height="300" padding="20">
              <page><text>{{ student.nickname }}</text></page>
            </report>

            """

        private struct Shelf {
            let templates: TemplateFolder
            let host: HostUnderTest
        }

        private func shelf() throws -> Shelf {
            let templates = try TemplateFolder()
            let common = ["schema.json": schema, "samples/usual.json": sample]
            try templates.write(
                "name-tag", common.merging(["template.xml.j2": TemplateFolder.nameTag(height: 300)]) { $1 })
            try templates.write("wrong", common.merging(["template.xml.j2": Self.wrong]) { $1 })
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Report"), "libReport.so")],
                processors: """
                      report: { plugin: report, config: { drawing: { templates: "\(templates.path)" } } }
                    """)
            return Shelf(templates: templates, host: host)
        }

        private var schema: String { Self.schema }
        private var sample: String { Self.sample }

        @Test("over HTTP: list, lint, preview and render, with places for what is wrong")
        func http() throws {
            let shelf = try shelf()
            try shelf.host.start()
            let client = try shelf.host.client()
            let list = try client.send("GET", "/v1/reports/templates").json["templates"] as? [[String: Any]] ?? []
            #expect(list.map { $0["name"] as? String } == ["exam-report", "name-tag", "wrong"])
            #expect(list.map { $0["origin"] as? String } == ["built-in", "folder", "folder"])

            let good = try client.post("/v1/reports/lint", json: #"{"template": "name-tag"}"#)
            #expect(good.status == 200 && good.json["passed"] as? Bool == true, "\(good.text)")
            let bad = try client.post("/v1/reports/lint", json: #"{"template": "wrong"}"#)
            let document = bad.json["detail"] as? [String: Any]
            let finding = (document?["findings"] as? [[String: Any]])?.first
            #expect(bad.status == 422 && document?["passed"] as? Bool == false, "\(bad.text)")
            #expect(finding?["code"] as? String == "template.undefined")
            #expect((finding?["place"] as? String)?.contains("wrong/template.xml.j2:2:") == true, "\(bad.text)")

            let preview = try client.post("/v1/reports/preview", json: #"{"template": "name-tag", "scale": 1}"#)
            #expect(JPEGFacts(preview.body).map { [$0.width, $0.height] } == [400, 300])
            let render = #"{"template": "name-tag", "format": "png", "data": \#(sample)}"#
            let drawn = try client.post("/v1/reports/render", json: render)
            #expect(drawn.headers["content-type"] == "image/png" && drawn.body.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            let nameless = #"{"template": "name-tag", "data": {"student": {}}}"#
            let lacking = try client.post("/v1/reports/render", json: nameless)
            let problem = (lacking.json["detail"] as? [[String: Any]])?.first
            #expect(lacking.status == 422, "\(lacking.text)")
            #expect((problem?["loc"] as? [String])?.starts(with: ["body", "data", "student"]) == true)
            #expect(try client.post("/v1/reports/render", json: #"{"template": "none", "data": {}}"#).status == 404)
            #expect(shelf.host.stop() == 0)
        }

        @Test("on the command line: the same, and exit code 1 for a template that does not pass")
        func commandLine() throws {
            let shelf = try shelf()
            let host = shelf.host
            let list = try host.proctor("call", "report.templates")
            #expect(list.status == 0 && list.output.contains("\"exam-report\""), "\(list.error)")
            let good = try host.proctor("call", "report.lint", "--json", #"{"template": "name-tag"}"#)
            #expect(good.status == 0 && good.output.contains("\"passed\" : true"), "\(good.output)\(good.error)")
            let bad = try host.proctor("call", "report.lint", "--json", #"{"template": "wrong"}"#)
            #expect(bad.status == 1 && bad.error.contains("wrong/template.xml.j2:2:"), "\(bad.output)\(bad.error)")

            for (operation, request) in [
                ("preview", #"{"template": "name-tag", "sample": "usual", "format": "pdf"}"#),
                ("render", #"{"template": "name-tag", "format": "pdf", "data": \#(sample)}"#),
            ] {
                let output = "\(host.folder.path)/\(operation)"
                let result = try host.proctor("call", "report.\(operation)", "--json", request, "--output", output)
                #expect(result.status == 0, "\(result.error)")
                let file = try #require(FileManager.default.contentsOfDirectory(atPath: output).first)
                let package = try ClassPackageFiles(Array(try Data(contentsOf: URL(filePath: "\(output)/\(file)"))))
                #expect(try package.pages() == 1 && package.text(page: 1).contains("김하늘"))
            }
        }
    }
}
