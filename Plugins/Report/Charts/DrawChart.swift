import ReportScene

/// Draws a chart into a box of a size.
///
/// Always answers: a chart that cannot be drawn becomes a quiet text or nothing, and findings say why. Texts are made
/// by the measurer, on whose thread this must be called. The alternative text is not part of the items: who puts the
/// chart into a document makes it a figure with it.
public func drawChart(
    _ spec: ChartSpec, style: ChartStyle, in size: Size, measurer: any TextMeasurer
) -> ChartDrawing {
    var findings: [ChartFinding] = []
    let data = ChartData(spec, findings: &findings)
    let words = spec.alternative.flatMap { $0.isEmpty ? nil : $0 } ?? chartWords(spec, data)
    guard size.width.isFinite, size.height.isFinite, size.width >= 8, size.height >= 8, size.width <= 20_000,
        size.height <= 20_000
    else {
        findings.append(
            ChartFinding(.tooSmall, .error, "A chart is 8 to 20,000 pixels wide and high; give it such a size."))
        return ChartDrawing(items: [], alternative: words, findings: findings)
    }
    var sheet = ChartSheet(
        spec, data: data, style: style.readable, size: size, measurer: measurer, findings: findings)
    guard !data.isEmpty else {
        drawEmpty(on: &sheet)
        return sheet.drawing(alternative: words)
    }
    let isDrawn =
        switch spec.kind {
        case .bar, .grouped: UprightBars.draw(on: &sheet, isStacked: false)
        case .stacked: UprightBars.draw(on: &sheet, isStacked: true)
        case .hbar: LyingBars.draw(on: &sheet)
        case .line: Lines.draw(on: &sheet, isArea: false)
        case .area: Lines.draw(on: &sheet, isArea: true)
        case .radar: data.count < 3 ? LyingBars.draw(on: &sheet) : Radar.draw(on: &sheet)
        case .donut: Donut.draw(on: &sheet)
        case .histogram: Histogram.draw(on: &sheet)
        }
    if !isDrawn {
        sheet.findings.append(
            ChartFinding(.tooSmall, .error, "The chart's box has no room for it; make it larger.", box: sheet.box))
    }
    return sheet.drawing(alternative: words)
}

private func drawEmpty(on sheet: inout ChartSheet) {
    guard !sheet.spec.emptyText.isEmpty else { return }
    let label = sheet.label(
        sheet.spec.emptyText, ink: sheet.style.mutedInk, limit: max(1, sheet.box.width - 8), lines: 2, isCentered: true)
    let size = label.size
    let center = sheet.box.center
    sheet.draw(
        label,
        in: Rect(x: center.x - size.width / 2, y: center.y - size.height / 2, width: size.width, height: size.height))
}
