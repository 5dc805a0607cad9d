import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct FontTests {
    @Test("a face that is missing is named with the package that has it")
    func missing() throws {
        var settings = FontSettings()
        settings.required.append(
            RequiredFace(family: "No Such Face", weight: 400, file: "/nowhere/none.ttf", package: "fonts-none"))
        let error = #expect(throws: DrawingError.self) { try DrawingRoom(fonts: settings) }
        #expect(error?.code == "fonts.missing")
        #expect(error?.message.contains("No Such Face") == true)
        #expect(error?.message.contains("fonts-none") == true)
    }

    @Test("a font file that is not there, too large, or no font is named")
    func files() throws {
        let cases = [
            (FontSettings(files: ["/nowhere/none.ttf"]), "fonts.unreadable"),
            (FontSettings(files: ["/dev/zero"]), "fonts.unreadable"),
            (FontSettings(files: [#filePath]), "fonts.unreadable"),
            (FontSettings(folders: ["/nowhere"]), "fonts.unreadable"),
            (FontSettings(files: [RequiredFace.debian[3].file], maximumFileBytes: 1_000), "fonts.too_large"),
            (FontSettings(files: ["/a.ttf", "/b.ttf"], maximumFiles: 1), "fonts.too_large"),
        ]
        for (settings, code) in cases {
            let error = #expect(throws: DrawingError.self) { try DrawingRoom(fonts: settings) }
            #expect(error?.code == code)
        }
    }

    @Test("a school's own font file is used by its family")
    func own() async throws {
        let file = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
        let runs = [TextRun("Serif", font: Font(family: "DejaVu Serif", size: 40), color: .black)]
        let own = try await DrawingRoom(fonts: FontSettings(files: [file]), lanes: 1).withLane(pixels: 0) {
            $0.measure(runs, style: ParagraphStyle(), width: nil).size.width
        }
        let other = try await Studio.withLane { $0.measure(runs, style: ParagraphStyle(), width: nil).size.width }
        #expect(own != other)
    }

    @Test("no other face of the machine is used: a script that our faces lack is missing")
    func others() async throws {
        let missing = try await Studio.withLane {
            $0.measure(Studio.runs("ไทย"), style: ParagraphStyle(), width: nil).missingGlyphs
        }
        #expect(missing == 3)
    }

    @Test("the configuration names the folders once, the files, and the cache folder, with marks escaped")
    func configuration() {
        let xml = FontConfiguration.xml(FontSettings(files: ["/a&b/<c>.ttf"], cacheFolder: "/cache"))
        #expect(xml.contains("<glob>/a&amp;b/&lt;c&gt;.ttf</glob>"))
        #expect(xml.components("<dir>/usr/share/fonts/opentype/noto</dir>") == 1)
        #expect(xml.contains("<cachedir>/cache</cachedir>\n<cachedir>/var/cache/fontconfig</cachedir>"))
    }
}

extension String {
    /// How often a word occurs.
    fileprivate func components(_ word: String) -> Int { ranges(of: word).count }
}
