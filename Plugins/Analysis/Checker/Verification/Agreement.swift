/// Whether a number of a text may stand for a fact.
enum Agreement {
    /// Rounding to the digits that are written, half up or down; "about" is wider, a bound holds or does not.
    static func holds(_ quantity: Quantity, _ fact: Double) -> Bool {
        if let bound = quantity.bound { return bound.contains(fact) }
        return isNear(quantity, fact, rounding: rounding(quantity))
    }

    /// A difference: of exact or of rounded figures.
    static func holdsAsDifference(_ quantity: Quantity, _ fact: Double) -> Bool {
        var quantity = quantity
        quantity.value = abs(quantity.value)
        if let bound = quantity.bound { return bound.contains(abs(fact)) }
        let rounding = quantity.decimals > 0 ? rounding(quantity) * 2 : rounding(quantity)
        return isNear(quantity, abs(fact), rounding: rounding)
    }

    static func holdsAsCount(_ quantity: Quantity, _ fact: Int) -> Bool {
        if let bound = quantity.bound { return bound.contains(Double(fact)) }
        guard quantity.hedge != .exact else { return Double(fact) == quantity.value }
        let isRound = quantity.value >= 20 && quantity.value.truncatingRemainder(dividingBy: 10) == 0
        return isWithin(isRound ? quantity.value / 10 : 1, quantity.hedge, Double(fact) - quantity.value)
    }

    private static func isNear(_ quantity: Quantity, _ fact: Double, rounding: Double) -> Bool {
        let difference = fact - quantity.value
        if abs(difference) <= rounding { return true }
        guard quantity.hedge != .exact else { return false }
        return isWithin(max(rounding, slack(quantity)), quantity.hedge, difference)
    }

    /// - Parameter difference: of the fact to what was said.
    private static func isWithin(_ slack: Double, _ hedge: Hedge, _ difference: Double) -> Bool {
        switch hedge {
        case .exact: abs(difference) <= 1e-9
        case .about: abs(difference) <= slack
        case .justOver: (-1e-9...slack).contains(difference)
        case .justUnder: (-slack...1e-9).contains(difference)
        }
    }

    private static func rounding(_ quantity: Quantity) -> Double {
        if quantity.isFraction { return 1.5 }
        var scale = 0.5
        for _ in 0..<min(quantity.decimals, 9) { scale /= 10 }
        return scale + 1e-9
    }

    /// How far off a hedged number may be: the rounder it is, the farther. One side alone reaches farther than both.
    private static func slack(_ quantity: Quantity) -> Double {
        if quantity.isFraction { return 5 }
        guard quantity.decimals == 0 else { return 0 }
        let isOneSided = quantity.hedge != .about
        if quantity.value.truncatingRemainder(dividingBy: 10) == 0 { return isOneSided ? 5 : 3.5 }
        if quantity.value.truncatingRemainder(dividingBy: 5) == 0 { return isOneSided ? 3 : 2.5 }
        return (isOneSided ? 1.5 : 1) + 1e-9
    }
}
