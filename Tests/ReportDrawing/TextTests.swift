import PixelPictures
import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct TextTests {
    private func measure(
        _ text: String, width: Double? = nil, _ style: ParagraphStyle = ParagraphStyle(), size: Double = 16
    ) async throws -> (any MeasuredText) {
        try await DrawingRoom(lanes: 1).withLane(pixels: 0) {
            Borrowed(text: $0.measure(Studio.runs(text, size: size), style: style, width: width))
        }.text
    }

    /// The room has no other user, so the text may leave its lane here.
    private struct Borrowed: @unchecked Sendable { let text: any MeasuredText }

    @Test("lines are a multiple of the font's size apart, whatever faces their letters come from")
    func lineHeight() async throws {
        for text in ["가나다\n가나다\n가나다", "abc\n☎ 😀\nمرحبا", "\n\n", "x\n\ny"] {
            let text = try await measure(text, ParagraphStyle(lineHeight: 1.5), size: 20)
            #expect(text.lineCount == 3)
            #expect(abs(text.size.height - 90) < 0.001)
        }
    }

    @Test("the baseline is where CSS puts it: half of the leading, then the face's ascent")
    func baseline() async throws {
        // Noto Sans CJK says 1.16 over and 0.288 under the baseline.
        let text = try await measure("가", ParagraphStyle(lineHeight: 2), size: 100)
        #expect(abs(text.baseline - ((200 - 144.8) / 2 + 116)) < 0.1)
    }

    @Test("the largest run makes the line, and raised letters do not push it apart")
    func mixedSizes() async throws {
        let sizes = try await Studio.withLane { lane in
            let large = Studio.runs("75", size: 40) + Studio.runs("점", size: 12)
            var raised = Studio.runs("75", size: 40)
            raised.append(TextRun("2", font: Font(size: 40), color: .black, position: .superscripted))
            let style = ParagraphStyle(lineHeight: 1.2)
            return [large, raised].map { lane.measure($0, style: style, width: nil).size.height }
        }
        #expect(abs(sizes[0] - 48) < 0.5)
        #expect(abs(sizes[1] - 48) < 0.001)
    }

    @Test("Korean words stay whole, and letters break where they are asked to")
    func keepAll() async throws {
        let text = "가나다라 마바사아 자차카타"
        // Two words and a half would fit.
        let words = try await measure(text, width: 175)
        #expect(words.lineCount == 2)
        let letters = try await measure(text, width: 175, ParagraphStyle(wrapping: .letters))
        #expect(letters.lineCount == 2)
        #expect(letters.size.width > words.size.width + 16)
        let widths = try await Studio.withLane { $0.widths(Studio.runs(text), style: ParagraphStyle()) }
        #expect(abs(widths.least - 4 * 16 * 0.92) < 1.5)
        #expect(widths.most > widths.least * 3)
    }

    @Test("a word that is wider than the line starts on a line of its own, and breaks without going beyond")
    func wideWord() async throws {
        for word in [
            String(repeating: "가", count: 30), String(repeating: "w", count: 60), "abcdefghijklmnopqrstuvwxyz가",
        ] {
            let text = try await measure("앞 \(word) 뒤", width: 100)
            #expect(text.size.width <= 100.01)
            #expect(text.lineCount >= 3)
        }
    }

    @Test("the least width is enough for every line to stay whole, and a little less is not")
    func leastWidth() async throws {
        try await Studio.withLane { lane in
            for text in ["가나다라 마바 사", "well-known words", "점수(75점)는 높다.", "a", "", "한 줄\n두 번째줄입니다 끝"] {
                let runs = Studio.runs(text)
                let (least, most) = lane.widths(runs, style: ParagraphStyle())
                #expect(least <= most)
                #expect(lane.measure(runs, style: ParagraphStyle(), width: least).size.width <= least + 0.001)
                #expect(
                    lane.measure(runs, style: ParagraphStyle(), width: most).lineCount
                        == text.split(separator: "\n", omittingEmptySubsequences: false).count)
            }
        }
    }

    @Test("lines beyond the bound are left out, the last one ends in an ellipsis and fits")
    func ellipsis() async throws {
        let long = String(repeating: "가나다 라마 ", count: 30)
        let two = try await measure(long, width: 120, ParagraphStyle(maxLines: 2))
        #expect(two.lineCount == 2 && two.isCut && two.size.width <= 120.01)
        let fits = try await measure("가나다", width: 120, ParagraphStyle(maxLines: 2))
        #expect(fits.lineCount == 1 && !fits.isCut)
        let paragraphs = try await measure("가\n나\n다", width: 120, ParagraphStyle(maxLines: 2))
        #expect(paragraphs.lineCount == 2 && paragraphs.isCut)
        let single = try await measure(long, width: 120, ParagraphStyle(wrapping: .none, maxLines: 1))
        #expect(single.lineCount == 1 && single.isCut && single.size.width <= 120.01)
        let wide = try await measure(long, width: 120, ParagraphStyle(wrapping: .none))
        #expect(wide.lineCount == 1 && !wide.isCut && wide.size.width > 120)
    }

    @Test("lines are told as they stand: where they broke, at feeds, and with the ellipsis")
    func lines() async throws {
        #expect(try await measure("가나다라 마바사아 자차카타", width: 175).lines == ["가나다라 마바사아", "자차카타"])
        #expect(try await measure("가\n\n나다").lines == ["가", "", "나다"])
        #expect(try await measure("").lines == [""])
        let cut = try await measure("가나다 라마바 사아자 차카타", width: 110, ParagraphStyle(maxLines: 1))
        let line = try #require(cut.lines?.first)
        #expect(cut.lines?.count == 1 && line.hasPrefix("가나다") && line.hasSuffix("…"))
        let paragraphs = try await measure("가나\n다라\n마바", width: 110, ParagraphStyle(maxLines: 2))
        #expect(paragraphs.lines == ["가나", "다라…"])
    }

    @Test("a character without a picture is counted; controls and joiners are not")
    func missing() async throws {
        #expect(try await measure("가\u{E123}나").missingGlyphs == 1)
        for text in [
            "a\u{200B}b\u{200C}c\u{200D}d\u{2060}e\u{AD}f", "\u{FEFF}x\u{1}\u{85}", "❤\u{FE0F} e\u{301} 한\u{200E}글",
            "① ⑳ ☎ ★ → ↑ ± × ÷ ≤ √ 😀 مرحبا",
        ] {
            #expect(try await measure(text).missingGlyphs == 0)
        }
    }

    @Test("letter spacing widens every letter, and size and weight come from the run")
    func looks() async throws {
        let plain = try await measure("가나다라").size.width
        let spaced = try await measure("가나다라", ParagraphStyle(letterSpacing: 2)).size.width
        #expect((6...8).contains(spaced - plain))
        let large = try await measure("가나다라", size: 32).size.width
        #expect(abs(large - 2 * plain) < 0.1)
    }

    @Test("numbers that make no sense do no harm")
    func senseless() async throws {
        for number in [Double.nan, .infinity, -.infinity, -5, 0, 1e300] {
            let style = ParagraphStyle(lineHeight: number, maxLines: Int.min, letterSpacing: number)
            let text = try await measure("가나다 abc", width: number, style, size: number)
            #expect(text.size.width.isFinite && text.size.height.isFinite)
        }
    }
}
