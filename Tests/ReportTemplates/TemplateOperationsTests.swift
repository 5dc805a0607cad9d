import PluginSDK
import ReportChromium
import ReportDrawing
import ReportTemplates
import Testing

@testable import Report

@Suite("Operations of templates")
struct TemplateOperationsTests {
    private let desk: TemplateDesk

    init() throws {
        let shelf = try TemplateShelf(
            builtIn: [FolderContent(name: "tiny", files: TinyTemplate.files([:]))], folder: nil)
        desk = TemplateDesk(
            shelf: shelf, renderer: ReportRenderer(room: try DrawingRoom(lanes: 1), browser: Browser()))
    }

    private func request<Request: PayloadInput>(
        _ json: String, as type: Request.Type = Request.self, mediaType: String = "application/json"
    ) throws -> Request {
        try Array(json.utf8).withUnsafeBytes { try Request(payload: $0, mediaType: mediaType) }
    }

    @Test("the list says what is served and how it may be drawn")
    func list() throws {
        let entry = try #require(desk.list().templates.first)
        #expect(entry.name == "tiny")
        #expect(entry.state == "ready")
        #expect(entry.origin == "built-in")
        #expect(entry.engines == ["native", "chromium"])
        #expect(entry.themes == ["standard", "dark"])
        #expect(entry.samples == ["empty", "one"])
        #expect(entry.version?.count == 64)
    }

    @Test("a template that passes what was asked for is answered with its counts")
    func lintPasses() async throws {
        let document = try await desk.lint(request("{\"template\": \"tiny\", \"fail_on\": \"error\"}"))
        #expect(document.passed)
        #expect(document.reports == 16)
        #expect(document.warnings == 1)
    }

    @Test("a warning makes the call fail, with the whole document")
    func lintFails() async throws {
        let reject = await #expect(throws: Reject.self) {
            try await desk.lint(request("{\"template\": \"tiny\"}"))
        }
        #expect(reject?.code == "lint.failed")
        #expect(reject?.httpStatus == 422)
        #expect(reject?.detail?["warnings"] == 1)
        guard case .array(let findings)? = reject?.detail?["findings"] else {
            Issue.record("no findings")
            return
        }
        #expect(findings.first?["code"] == "strings.missing")
    }

    @Test("a folder that comes with the request is checked as one of the shelf, without being kept")
    func uploaded() async throws {
        let folder = """
            {"files": {"template.xml.j2": "<report width=\\"100\\">{{ nme }}</report>", "samples/a.json": "{}"}}
            """
        let reject = await #expect(throws: Reject.self) { try await desk.lint(request(folder)) }
        guard case .array(let findings)? = reject?.detail?["findings"] else {
            Issue.record("no findings")
            return
        }
        #expect(findings.first?["place"] == "draft/template.xml.j2:1:24")
        #expect(desk.list().templates.map(\.name) == ["tiny"])
    }

    @Test("a folder may come as a form, each file under its path")
    func form() async throws {
        let body = [
            "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"template.xml.j2\"\r\n\r\n<report width=\"100\"/>",
            "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"samples/a.json\"\r\n\r\n{}",
            "--x\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n{\"fail_on\": \"never\"}", "--x--\r\n",
        ].joined(separator: "\r\n")
        let document = try await desk.lint(request(body, mediaType: "multipart/form-data; boundary=x"))
        #expect(document.reports == 1)
        #expect(document.template == "draft")
    }

    @Test("a preview is the sample that is named, or the first, in the format that is asked for")
    func preview() async throws {
        let first = try await desk.preview(request("{\"template\": \"tiny\", \"format\": \"pdf\"}"))
        #expect(first.mediaType == "application/pdf")
        #expect(first.bytes.starts(with: Array("%PDF".utf8)))
        let named = try await desk.preview(request("{\"template\": \"tiny\", \"sample\": \"one\"}"))
        #expect(named.mediaType == "image/jpeg")
        let reject = await #expect(throws: Reject.self) {
            try await desk.preview(request("{\"template\": \"tiny\", \"sample\": \"two\"}"))
        }
        #expect(reject?.message == "The template has no such sample. There are: empty, one. Or give data.")
    }

    @Test("who asks for a template that is not there is answered a sentence, and no list of places")
    func unknown() async throws {
        let reject = await #expect(throws: Reject.self) {
            try await desk.render(request("{\"template\": \"none\", \"data\": {}}"))
        }
        #expect(reject?.httpStatus == 404)
        #expect(reject?.message == "There is no template of this name; report.templates lists those that there are.")
        #expect(reject?.detail?.text == nil)
    }

    @Test("a preview shows the markup as plain text, whatever is in it")
    func markup() async throws {
        let answer = try await desk.preview(
            request(
                "{\"template\": \"tiny\", \"show\": \"markup\", \"engine\": \"chromium\", \"data\": {\"name\": \"<b>\", \"rows\": []}}"
            ))
        #expect(answer.mediaType == "text/plain; charset=utf-8")
        #expect(String(decoding: answer.bytes, as: UTF8.self).contains("&lt;b&gt;"))
    }

    @Test("both engines' pictures come side by side")
    func both() async throws {
        let answer = try await desk.preview(
            request("{\"template\": \"tiny\", \"sample\": \"one\", \"engine\": \"both\"}"))
        let picture = try PictureReader.read(answer.bytes, alternative: "")
        #expect(answer.mediaType == "image/png")
        #expect(picture.size.width == 400 + 24 + 400)
    }

    @Test("the browser's picture can have 256 colours too")
    func palette() async throws {
        let answer = try await desk.preview(
            request("{\"template\": \"tiny\", \"engine\": \"chromium\", \"format\": \"png8\"}"))
        // The header's colour type: 3 is a palette (PNG, 11.2.1).
        #expect(answer.bytes[25] == 3)
    }

    @Test("data that the schema refuses is the sender's, with its place in the request")
    func wrongData() async throws {
        let refusal = await #expect(throws: InputRefusal.self) {
            try await desk.render(request("{\"template\": \"tiny\", \"data\": {\"name\": \"a\", \"rows\": [1]}}"))
        }
        #expect(refusal?.problems.map(\.location) == [["body", "data", "rows", 0]])
    }

    @Test("a report is drawn from data, by a version if one is named")
    func render() async throws {
        let version = try #require(desk.list().templates.first?.version)
        let answer = try await desk.render(
            request("{\"template\": \"tiny\", \"version\": \"\(version)\", \"data\": {\"name\": \"a\", \"rows\": []}}"))
        #expect(answer.mediaType == "image/jpeg")
        let reject = await #expect(throws: Reject.self) {
            try await desk.render(request("{\"template\": \"tiny\", \"version\": \"0\", \"data\": {}}"))
        }
        #expect(reject?.code == "template.version_unknown")
        #expect(reject?.httpStatus == 404)
    }

    @Test(
        "a request of another shape is refused with every problem",
        arguments: [
            ("{\"templat\": \"tiny\"}", ["body", "templat"] as [JSONValue]), ("[", ["body"]),
            ("{\"template\": \"tiny\", \"fail_on\": \"all\"}", ["body", "fail_on"]),
            ("{}", ["body", "template"]), ("{\"template\": \"tiny\", \"files\": {}}", ["body", "files"]),
            ("{\"files\": {\"a.png\": {\"base64\": \"%\"}}}", ["body", "files", "a.png", "base64"]),
        ])
    func wrongRequest(json: String, location: [JSONValue]) {
        let refusal = #expect(throws: InputRefusal.self) { try request(json, as: LintRequest.self) }
        #expect(refusal?.problems.first?.location == location)
    }
}
