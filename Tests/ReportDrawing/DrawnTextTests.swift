import PixelPictures
import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct DrawnTextTests {
    /// Where a text's ink lies when it is drawn at (10, 10) with 100 pixels of width.
    private func ink(
        _ text: String, _ alignment: ParagraphStyle.Alignment, language: String = "ko"
    ) async throws -> ClosedRange<Int> {
        try await Studio.withLane { lane in
            let style = ParagraphStyle(alignment: alignment, language: language)
            let text = lane.measure(Studio.runs(text), style: style, width: 100)
            let page = Studio.page(120, 60, [.text(text, at: Point(x: 10, y: 10), width: 100)])
            return try #require(try Studio.pixels(page, lane).bounds(where: Studio.isDark)).x
        }
    }

    @Test("lines are aligned in the width that they are drawn in")
    func alignment() async throws {
        #expect(try await (10...12).contains(ink("가", .start).lowerBound))
        #expect(try await (106...110).contains(ink("가", .end).upperBound))
        let center = try await ink("가", .center)
        #expect(abs(center.lowerBound + center.upperBound - 120) <= 2)
    }

    @Test("lines start on the right in Arabic, Hebrew and Persian, and on the left in other languages")
    func direction() async throws {
        for language in ["ar", "he", "fa-IR", "AR"] {
            #expect(try await (104...110).contains(ink("مرحبا", .start, language: language).upperBound))
            #expect(try await (10...14).contains(ink("مرحبا", .end, language: language).lowerBound))
            #expect(try await (104...110).contains(ink("가", .start, language: language).upperBound))
        }
        for language in ["ko", "en", "", "arn"] {
            #expect(try await (10...14).contains(ink("مرحبا", .start, language: language).lowerBound))
        }
    }

    @Test("a Korean line that begins with an Arabic name goes on to the right of it")
    func arabicName() async throws {
        try await Studio.withLane { lane in
            let blue = Color(red: 0, green: 0, blue: 1)
            let runs = Studio.runs("مرحبا") + Studio.runs(" 학생", color: blue)
            let text = lane.measure(runs, style: ParagraphStyle(), width: 150)
            let page = Studio.page(170, 40, [.text(text, at: Point(x: 10, y: 5), width: 150)])
            let pixels = try Studio.pixels(page, lane)
            let name = try #require(pixels.bounds { Studio.isDark($0) && $0.blue < 100 })
            let student = try #require(pixels.bounds { $0.blue > 200 && $0.red < 100 })
            #expect(name.x.upperBound < student.x.lowerBound && name.x.lowerBound < 16)
        }
    }

    @Test("justified lines reach both edges, the last one does not")
    func justified() async throws {
        try await Studio.withLane { lane in
            let text = lane.measure(
                Studio.runs("가나 다라 마바 사아 자차"), style: ParagraphStyle(alignment: .justify), width: 100)
            #expect(text.lineCount == 2)
            let page = Studio.page(120, 60, [.text(text, at: Point(x: 10, y: 5), width: 100)])
            let pixels = try Studio.pixels(page, lane)
            #expect(pixels.count(x: 104..<111, y: 5..<27, where: Studio.isDark) > 0)
            #expect(pixels.count(x: 104..<111, y: 27..<60, where: Studio.isDark) == 0)
        }
    }

    @Test("colour, its transparency and underlines are drawn")
    func looks() async throws {
        try await Studio.withLane { lane in
            let half = TextRun("█", font: Font(size: 20), color: Color(red: 1, green: 0, blue: 0, alpha: 0.5))
            var under = half
            under.text = "   "
            under.isUnderlined = true
            let texts = [half, under].map { lane.measure([$0], style: ParagraphStyle(), width: nil) }
            let page = Studio.page(
                60, 80,
                [
                    .text(texts[0], at: Point(x: 5, y: 5), width: 50),
                    .text(texts[1], at: Point(x: 5, y: 45), width: 50),
                ])
            let pixels = try Studio.pixels(page, lane)
            let pink = PixelPicture.Pixel(255, 127, 127)
            #expect(pixels.count(x: 0..<60, y: 0..<40) { abs(Int($0.green) - Int(pink.green)) <= 2 } > 50)
            #expect(pixels.count(x: 0..<60, y: 45..<80) { $0.green < 200 } > 5)
        }
    }

    @Test("a text of another measurer is made and drawn all the same")
    func foreign() async throws {
        final class Foreign: MeasuredText {
            let runs = Studio.runs("가")
            let style = ParagraphStyle()
            let size = Size.zero
            let baseline = 0.0
            let (lineCount, missingGlyphs, isCut) = (1, 0, false)
        }
        try await Studio.withLane { lane in
            let page = Studio.page(40, 40, [.text(Foreign(), at: Point(x: 5, y: 5), width: 30)])
            let pixels = try Studio.pixels(page, lane)
            #expect(pixels.bounds(where: Studio.isDark) != nil)
        }
    }

    @Test("a text that was measured before looks like one that was not")
    func cached() async throws {
        func draw(_ lane: DrawingLane, _ text: any MeasuredText) throws -> [UInt8] {
            try lane.png([Studio.page(200, 40, [.text(text, at: .zero, width: 200)])], scale: 2)
        }
        let fresh = try await Studio.withLane {
            try draw($0, $0.measure(Studio.runs("김하늘 75점"), style: ParagraphStyle(), width: 150))
        }
        try await Studio.withLane { lane in
            _ = lane.widths(Studio.runs("김하늘 75점"), style: ParagraphStyle())
            for color in [Color.white, .black] {
                let text = lane.measure(Studio.runs("김하늘 75점", color: color), style: ParagraphStyle(), width: 150)
                let drawn = try draw(lane, text)
                #expect((drawn == fresh) == (color == .black))
            }
        }
    }
}
