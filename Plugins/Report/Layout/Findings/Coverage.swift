import ReportScene

/// Which texts of a stack lie behind a ground that is painted later. Texts elsewhere do not: neighbours that cover each
/// other are found as such.
struct Coverage {
    struct Text {
        var ink: Rect
        var box: BoxModel
    }

    /// Each ground is compared with all texts before it: beyond these numbers, neither are kept.
    private static let mostTexts = 1000
    private static let mostGrounds = 256

    private var stacks = 0
    private var texts: [Text] = []
    private var grounds = 0

    mutating func enterStack() { stacks += 1 }

    mutating func leaveStack() {
        stacks -= 1
        if stacks == 0 { texts = [] }
    }

    mutating func write(_ ink: Rect, _ box: BoxModel) {
        if stacks > 0, texts.count < Self.mostTexts { texts.append(Text(ink: ink, box: box)) }
    }

    /// The texts that a ground hides, wholly or in part; each is told once.
    mutating func paint(_ rect: Rect) -> [Text] {
        guard !texts.isEmpty, grounds < Self.mostGrounds else { return [] }
        grounds += 1
        let seen = rect.inset(by: Insets(all: Inspection.slack))
        let hidden = texts.filter { $0.ink.overlaps(seen) }
        if !hidden.isEmpty { texts.removeAll { $0.ink.overlaps(seen) } }
        return hidden
    }
}
