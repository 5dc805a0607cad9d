/// What was read in one field.
package struct FieldReading: Sendable, Equatable {
    package enum Flag: String, Sendable, Codable, CaseIterable {
        /// One clear mark.
        case none
        /// No mark.
        case blank
        /// Several clear marks.
        case double
        /// A person should look: the values are the best guess.
        case doubtful
    }

    package let id: String
    /// In the order of the choices; empty when nothing is marked.
    package let values: [String]
    /// 0...1: the distance to the nearest other decision; below one half when doubtful.
    package let confidence: Double
    package let flag: Flag
    /// The value of the darkest bubble, when there is any ink worth the name.
    package let darkest: String?
}

/// Tells marked from bare bubbles, for one sheet: pens and scanners differ more than marks and paper on one sheet do.
struct MarkClassifier: Sendable {
    /// Darkness of this sheet's typical mark.
    let typical: Double
    /// What lies above is a mark, below not; between the doubtful bounds a person should look.
    let threshold: Double

    /// A lone spot from here on is looked at, on a clean sheet earlier than on a noisy one.
    private let faint: Double
    private let rules: MarkRules

    private var doubtfulFrom: Double { threshold * (1 - rules.doubt) }
    private var doubtfulTo: Double { threshold * (1 + rules.doubt) }

    init(_ excess: InkExcess, rules: MarkRules) {
        self.rules = rules
        // The darkest bubble of a field is a mark in most fields of most sheets.
        let marks = excess.values.compactMap { $0.max() }.filter { $0 >= rules.threshold.upperBound }
        typical = marks.isEmpty ? 0.6 : marks.quantile(0.5)
        threshold = min(max(typical * rules.part, rules.threshold.lowerBound), rules.threshold.upperBound)
        faint = min(max(excess.scatter * 3.5, rules.faint), threshold * 0.55)
    }

    /// - Parameter excess: ink of the field's choices beyond their print, as many as there are choices.
    func reading(of field: Field, excess: [Double]) -> FieldReading {
        let order = excess.indices.sorted { excess[$0] > excess[$1] }
        guard let first = order.first, first < field.choices.count else {
            return FieldReading(id: field.id, values: [], confidence: 0, flag: .doubtful, darkest: nil)
        }
        let best = excess[first]
        let second = order.count > 1 ? excess[order[1]] : 0
        func made(_ flag: FieldReading.Flag, _ choices: [Int], _ confidence: Double) -> FieldReading {
            FieldReading(
                id: field.id, values: choices.sorted().map { field.choices[$0].value },
                confidence: min(max(confidence, 0), 1), flag: flag,
                darkest: best >= faint ? field.choices[first].value : nil)
        }
        let strength = min(1, (best - threshold) / max(typical - threshold, 0.05))
        if best < doubtfulFrom, best > faint {
            // Too pale for this sheet's pen, yet nothing like it beside it: an eraser's trace or a timid mark, or two.
            let third = order.count > 2 ? excess[order[2]] : second
            if best > second * rules.lone { return made(.doubtful, [first], 0.5 * best / doubtfulTo) }
            if best > third * rules.lone { return made(.doubtful, [], 0.5 * best / doubtfulTo) }
        }
        if best < doubtfulFrom { return made(.blank, [], 0.5 + 0.5 * (threshold - best) / threshold) }
        if best < doubtfulTo {
            // A faint spot counts only when the other choices are cleaner by far.
            return made(.doubtful, best > 1.5 * second ? [first] : [], 0.5 * best / doubtfulTo)
        }
        let alike = second / best
        if second < doubtfulFrom || alike < rules.residue {
            return made(.none, [first], 0.5 + 0.5 * min(strength * 2, 1 - alike))
        }
        if second >= doubtfulTo, alike >= rules.equal {
            let marked = order.filter { excess[$0] >= doubtfulTo && excess[$0] >= best * rules.equal }
            return made(.double, marked, 0.5 + 0.5 * min(strength * 2, alike))
        }
        return made(.doubtful, [first], 0.5 * (1 - alike))
    }
}

/// Bounds of the decision, in parts of full black beyond the printed bubble.
package struct MarkRules: Sendable, Equatable {
    /// The threshold lies at this part of the sheet's typical mark.
    package var part = 0.4
    /// And never outside these bounds.
    package var threshold = 0.11...0.16
    /// A person should look at ink within this part of the threshold, above or below it.
    package var doubt = 0.2
    /// A lone spot below the doubtful band is looked at from this darkness on, if the sheet is clean enough, ...
    package var faint = 0.04
    /// ... when it is this many times as dark as the next choice, or the one after that.
    package var lone = 3.5
    /// A second spot below this part of the best one is what an eraser left.
    package var residue = 0.25
    /// A second spot from this part of the best one on is a second mark.
    package var equal = 0.6

    package init() {}
}
