import ReportScene

extension Color {
    /// Between this colour at 0 and the other at 1.
    func mixed(with other: Color, _ share: Double) -> Color {
        Color(
            red: red + (other.red - red) * share, green: green + (other.green - green) * share,
            blue: blue + (other.blue - blue) * share, alpha: alpha + (other.alpha - alpha) * share)
    }

    /// The nearest shade of this colour with at least a contrast to the ground.
    func readable(on ground: Color, least: Double) -> Color {
        guard contrast(with: ground) < least else { return self }
        let end: Color = ground.contrast(with: .black) >= ground.contrast(with: .white) ? .black : .white
        for step in 1...20 {
            let shade = mixed(with: end, Double(step) / 20)
            if shade.contrast(with: ground) >= least { return shade }
        }
        return end
    }

    /// As near to the ground as the contrast of a shape (WCAG 2.2, 1.4.11) lets it.
    func softened(on ground: Color, least: Double = 3) -> Color {
        for share in [0.55, 0.45, 0.35, 0.25, 0.15] {
            let shade = mixed(with: ground, share)
            if shade.contrast(with: ground) >= least { return shade }
        }
        return readable(on: ground, least: least)
    }

    /// The first of some inks that can be read on a ground; else black or white, one of which always can.
    static func ink(on ground: Color, _ wanted: [Color]) -> Color {
        (wanted + [.white, .black]).first { $0.contrast(with: ground) >= 4.5 } ?? .black
    }
}

extension ChartStyle {
    /// Texts at 4.5:1 and shapes at 3:1 against the ground, all opaque (WCAG 2.2, 1.4.3 and 1.4.11).
    var readable: ChartStyle {
        var style = self
        style.ground = ground.over(.white)
        func solid(_ color: Color) -> Color { color.over(style.ground) }
        style.ink = solid(ink).readable(on: style.ground, least: 4.5)
        style.mutedInk = solid(mutedInk).readable(on: style.ground, least: 4.5)
        style.grid = solid(grid)
        style.axis = solid(axis)
        style.accent = solid(accent).readable(on: style.ground, least: 3)
        let colors = palette.isEmpty ? ChartStyle.usualPalette : palette
        style.palette = colors.map { solid($0).readable(on: style.ground, least: 3) }
        style.fontSize = fontSize.isFinite ? max(4, min(96, fontSize)) : 12
        style.lineWidth = lineWidth.isFinite ? max(0.5, min(8, lineWidth)) : 2
        style.barRadius = barRadius.isFinite ? max(0, min(48, barRadius)) : 4
        return style
    }
}
