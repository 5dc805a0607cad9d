import Fuzzing
import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct HostileTextTests {
    @Test("a megabyte of anything is cut, and takes a bounded number of lines and pixels")
    func megabyte() async throws {
        try await Studio.withLane { lane in
            for piece in ["가", "w", "e\u{301}", "\u{301}", "\n", " ", "א", "😀", "\u{202E}a", "a b "] {
                let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
                let measured = lane.measure(Studio.runs(text), style: ParagraphStyle(maxLines: 500), width: 300)
                #expect(measured.isCut || piece == " ")
                #expect(measured.lineCount <= 500 && measured.size.height.isFinite)
            }
        }
    }

    @Test("a paragraph of very many runs is cut")
    func runs() async throws {
        try await Studio.withLane { lane in
            let runs = (0..<10_000).map { TextRun("\($0 % 10)", font: Font(family: "F\($0)", size: 10), color: .black) }
            #expect(lane.measure(runs, style: ParagraphStyle(), width: 300).isCut)
        }
    }

    @Test("family and language names that are none do no harm")
    func names() async throws {
        try await Studio.withLane { lane in
            for name in [
                "", ",", "No Such", "a\u{0}b", "Noto Sans CJK KR:bold", String(repeating: "x", count: 10_000), "<&>",
            ] {
                let run = TextRun("가", font: Font(family: name, size: 16), color: .black)
                let text = lane.measure([run], style: ParagraphStyle(language: name), width: nil)
                #expect(text.missingGlyphs == 0 && text.size.width > 10)
            }
        }
    }

    @Test("mutated text is measured and drawn, and goes beyond its width by less than a letter")
    func mutated() async throws {
        var random = SeededRandom(5)
        let seed = Array("김하늘 <b>{{ 75점 }}</b> مرحبا \u{202E}abc\u{200D}❤\u{FE0F}😀 e\u{301}\u{0}\r\n긴단어긴단어긴단어".utf8)
        try await Studio.withLane { lane in
            for round in 0..<FuzzRounds.count(150) {
                let text = String(decoding: seed.mutated(&random), as: UTF8.self)
                let wrapping: [ParagraphStyle.Wrapping] = [.words, .letters, .none]
                let alignment: [ParagraphStyle.Alignment] = [.start, .center, .end, .justify]
                let style = ParagraphStyle(
                    alignment: alignment[round % 4], wrapping: wrapping[round % 3], maxLines: round % 5 == 0 ? 2 : nil)
                let measured = lane.measure(Studio.runs(text), style: style, width: 90)
                if style.wrapping == .words {
                    #expect(measured.size.width < 90 + 16, "\(style.alignment) \(Array(text.utf8))")
                }
                _ = lane.widths(Studio.runs(text), style: style)
                _ = try lane.png([Studio.page(100, 60, [.text(measured, at: .zero, width: 90)])], scale: 1)
            }
        }
    }
}
