import FoundationEssentials
import Fuzzing
import Testing

@testable import Grading

@Suite struct TemplateTests {
    private static let small = #"""
        {"format":"omr-sheet-template/1","name":"s","page":{"width":210,"height":297,"unit":"mm"},
        "bubble":{"shape":"ellipse","w":4,"h":5},"ink":[60,70,80],
        "anchors":[{"id":"a","type":"square","cx":10,"cy":10,"size":7},
        {"id":"b","type":"square","cx":200,"cy":10,"size":7},
        {"id":"c","type":"square","cx":10,"cy":287,"size":7},{"id":"d","type":"square","cx":200,"cy":287,"size":7},
        {"id":"o","type":"bar","cx":30,"cy":10,"w":8,"h":2,"role":"orientation"}],
        "fields":[{"id":"sid","label":"id","kind":"digits",
        "columns":[{"id":"sid1","choices":[{"value":"0","cx":20,"cy":50}]}]},
        {"id":"q1","kind":"choice","choices":[{"value":"1","cx":40,"cy":100},{"value":"2","cx":50,"cy":100}]}]}
        """#

    private static func load(_ text: String) throws(TemplateError) -> SheetTemplate {
        try SheetTemplate(json: Array(text.utf8))
    }

    @Test func everyPartOfATemplateIsRead() throws {
        let sheet = try Self.load(Self.small)
        #expect(sheet.page == Size(width: 210, height: 297))
        #expect(sheet.ink == SheetTemplate.Ink(red: 80, green: 70, blue: 60))
        #expect(sheet.fields.map(\.id) == ["sid1", "q1"])
        #expect(sheet.fields[0].block == "sid")
        #expect(sheet.anchors[4].isOrientation)
        #expect(sheet.fields[1].choices[1].bubble == Bubble(outline: .ellipse, size: Size(width: 4, height: 5)))
    }

    @Test(arguments: [
        (#""w":4,"h":5"#, #""w":-4,"h":5"#, "/bubble/w", "template.value"),
        (#""unit":"mm"}"#, #""unit":"mm","dpi":3}"#, "/page/dpi", "template.shape"),
        (#""cx":50,"cy":100"#, #""cx":"50","cy":100"#, "/fields/1/choices/1/cx", "template.shape"),
        (#""kind":"choice""#, #""kind":"essay""#, "/fields/1/kind", "template.value"),
        (#""type":"bar""#, #""type":"star""#, "/anchors/4/type", "template.value"),
        (#""name":"s","#, "", "/name", "template.shape"),
        (#"template/1"#, #"template/9"#, "/format", "template.format"),
        (#""id":"q1""#, #""id":"sid1""#, "/fields", "template.value"),
        (#"{"id":"d","type":"square","cx":200,"cy":287,"size":7},"#, "", "/anchors", "template.value"),
        (#""ink":[60,70,80]"#, #""ink":[60,70]"#, "/ink", "template.value"),
        (#""ink":[60,70,80]"#, #""frame":{"type":"page-edges"}"#, "/frame/type", "template.unsupported"),
    ])
    func aMistakeIsNamedByItsPlace(found: String, replacement: String, pointer: String, code: String) {
        let text = Self.small.replacing(found, with: replacement)
        #expect(text != Self.small)
        let error = #expect(throws: TemplateError.self) { try Self.load(text) }
        #expect(error?.pointer == pointer)
        #expect(error?.code == code)
    }

    @Test func whatIsNoJSONIsSaidSo() {
        #expect(throws: TemplateError.self) { try Self.load("{") }
        #expect(throws: TemplateError.self) { try Self.load("[]") }
        #expect(throws: TemplateError.self) { try Self.load("") }
    }

    @Test func cornerMarksLieInsideTheirCorner() throws {
        let text = Self.small.replacing(
            #"{"id":"d","type":"square","cx":200,"cy":287,"size":7}"#,
            with: #"{"id":"d","type":"square","corner":[210,297],"size":8}"#)
        #expect(try Self.load(text).anchors[3].centre == Point(206, 293))
    }

    @Test(arguments: ["kr45sq", "kr45tm", "kr30ring", "sample6", "umar"])
    func theFixtureTemplatesLoad(name: String) throws {
        let sheet = try SheetTemplate(json: FixtureFolder.bytes("templates/\(name).json"))
        #expect(sheet.name == name)
    }

    @Test func mutatedTemplatesNeverCrashTheLoader() {
        var random = SeededRandom(4)
        let original = Array(Self.small.utf8)
        var refused = 0
        for _ in 0..<FuzzRounds.count(4000) {
            do {
                _ = try SheetTemplate(json: original.mutated(&random))
            } catch {
                refused += 1
            }
        }
        #expect(refused > 2000)
    }
}
