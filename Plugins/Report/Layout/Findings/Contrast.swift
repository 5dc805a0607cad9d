import ReportScene

/// Contrasts of texts with what they lie on; pairs that came before are not computed again.
struct Contrast {
    private struct Pair: Hashable {
        var text: Color
        var ground: Color
    }

    private var known: [Pair: Double] = [:]

    /// The lowest contrast of a text, if it is too low, and what it should be: WCAG 2.2, success criterion 1.4.3.
    mutating func shortfall(of runs: [TextRun], on grounds: [Color]) -> (is: Double, needs: Double)? {
        var worst: (is: Double, needs: Double)?
        for run in runs {
            let isLarge = run.font.size >= 24 || (run.font.size >= 18.66 && run.font.weight >= 700)
            let needed = isLarge ? 3.0 : 4.5
            for ground in grounds {
                let found = contrast(run.color, ground)
                guard found < needed - 0.005 else { continue }
                if let before = worst, before.is * needed <= found * before.needs { continue }
                worst = (found, needed)
            }
        }
        return worst
    }

    private mutating func contrast(_ text: Color, _ ground: Color) -> Double {
        let pair = Pair(text: text, ground: ground)
        if let found = known[pair] { return found }
        let found = text.over(ground).contrast(with: ground)
        known[pair] = found
        return found
    }
}
