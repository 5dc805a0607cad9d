import ReportScene

extension Inspection {
    /// What the letters take up on the page.
    mutating func visit(_ text: any MeasuredText, _ model: TextModel, _ frame: Frame, _ rect: Rect) -> Rect {
        let box = document.boxes[frame.box]
        let inner = rect.inset(by: box.style.insets)
        let ink = text.inkRect(in: inner)
        let tooWide = ink.width - inner.width
        let tooHigh = ink.maxY - rect.maxY
        if tooWide > Self.slack {
            note("layout.overflow", "The text is \(Self.pixels(tooWide)) wider than its box.", box, ink)
        } else if tooHigh > Self.slack {
            note("layout.overflow", "The text is \(Self.pixels(tooHigh)) higher than its box.", box, ink)
        } else {
            checkPage(ink, box)
        }
        checkWords(text, model, frame, box, room: inner.width, ink)
        if let shortfall = contrast.shortfall(of: text.runs, on: grounds.colors(under: ink)) {
            note(
                "layout.contrast",
                "The contrast of the text with its ground is \(Self.tenths(shortfall.is)):1, but should be at least "
                    + "\(Self.tenths(shortfall.needs)):1.", box, ink)
        }
        if text.missingGlyphs > 0 {
            note(
                "glyph.missing", "\(text.missingGlyphs) characters of the text have no picture in any of the fonts.",
                box, ink)
        }
        if text.isCut { noteCut(text, box, ink) }
        if text.lineCount > 1, let last = text.lines?.last, (1...2).contains(last.count) {
            note("text.orphan", "The last line of the text has only \(last.count) letters.", box, ink, severity: .note)
        }
        return ink
    }

    /// A word that is wider than its line is broken somewhere. Looked for in tables, whose columns are as wide as their
    /// author said; elsewhere a name may be of any length.
    private mutating func checkWords(
        _ text: any MeasuredText, _ model: TextModel, _ frame: Frame, _ box: BoxModel, room: Double, _ ink: Rect
    ) {
        guard isInCell, text.lineCount > 1, text.style.wrapping == .words else { return }
        let missing = arranger.widths(frame.box, model).least - room
        guard missing > Self.slack else { return }
        note(
            "text.broken",
            "A word of the text is \(Self.pixels(missing)) wider than its column, and is broken somewhere within.", box,
            ink)
    }

    private mutating func noteCut(_ text: any MeasuredText, _ box: BoxModel, _ ink: Rect) {
        if let most = text.style.maxLines, text.lineCount >= most {
            note(
                "text.cut", "The text has more lines than it may have, and ends in an ellipsis.", box, ink,
                severity: .note)
        } else {
            note("text.cut", "The text is longer than one text may be; its end is left out.", box, ink)
        }
    }
}
