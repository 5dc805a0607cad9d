/// What was measured at one bubble; parts of full black, 0...1.
struct ChoiceInk: Sendable, Equatable {
    /// Mean darkness of the inside, relative to the paper around.
    var darkness: Double
    /// Mean darkness along the printed outline.
    var outline: Double
    /// Mean darkness just outside the outline.
    var around: Double
    /// The bubble lies within the picture.
    var isVisible: Bool
}

/// The measured ink of a whole sheet, less what is printed inside the bubbles.
struct InkExcess: Sendable {
    /// By field and choice: darkness beyond the printed baseline, 0 bare print, 1 black.
    let values: [[Double]]
    /// What nine of ten bare bubbles stay below: dust, grain, print that differs.
    let scatter: Double

    /// The digit printed inside a bubble is not ink of the pupil. Its darkness is learnt from the sheet itself: from
    /// the bubbles with the same value, of which most are bare.
    init(_ ink: [[ChoiceInk]], fields: [Field]) {
        var sameSize: [PrintKey: [Double]] = [:]
        var sameValue: [PrintKey: [Double]] = [:]
        for (field, row) in zip(fields, ink) {
            for (choice, ink) in zip(field.choices, row) where ink.isVisible {
                sameSize[PrintKey(field, choice, valued: false), default: []].append(ink.darkness)
                sameValue[PrintKey(field, choice, valued: true), default: []].append(ink.darkness)
            }
        }
        let general = sameSize.mapValues { $0.quantile(0.3) }
        let particular = sameValue.compactMapValues { $0.count >= Self.enough ? $0.quantile(0.3) : nil }
        let excess = zip(fields, ink).map { field, row in
            zip(field.choices, row).map { choice, ink in
                let pooled = general[PrintKey(field, choice, valued: false)] ?? 0
                let own = particular[PrintKey(field, choice, valued: true)] ?? pooled
                // Someone may have marked the same choice everywhere: then "most are bare" fails for that value.
                let baseline = Swift.min(own, pooled + Self.printDifference, 0.9)
                return (ink.darkness - baseline) / (1 - baseline)
            }
        }
        values = excess.map(Self.levelled)
        scatter = values.joined().filter { $0 < Self.surelyBare }.quantile(0.9)
    }

    /// Takes off what all choices of one field share: a smear, a shadow, an outline that is not quite centred.
    private static func levelled(_ excess: [Double]) -> [Double] {
        let shared = Swift.min(Swift.max(excess.quantile(0.4), 0), mostShared)
        return excess.map { Swift.max(0, ($0 - shared) / (1 - shared)) }
    }

    private static let enough = 8
    /// No mark worth the name is paler; what an eraser leaves may be.
    private static let surelyBare = 0.1
    private static let mostShared = 0.1
    /// How much more ink one printed character has than another, at most.
    private static let printDifference = 0.12
}

/// Bubbles that are printed alike: fields with as many choices are set in one style.
private struct PrintKey: Hashable {
    let value: String
    let choices: Int
    let width: Double
    let height: Double

    init(_ field: Field, _ choice: Field.Choice, valued: Bool) {
        value = valued ? choice.value : ""
        choices = valued ? field.choices.count : 0
        width = choice.bubble.size.width
        height = choice.bubble.size.height
    }
}

extension Collection<Double> {
    /// The value that the given part of all lies below; 0 of nothing.
    func quantile(_ part: Double) -> Double {
        guard !isEmpty else { return 0 }
        let ordered = sorted()
        return ordered[Swift.min(ordered.count - 1, Int(part * Double(ordered.count)))]
    }
}
