import Glibc

/// A value axis with round steps.
///
/// The steps are 1, 2, 2.5 and 5 times a power of ten, the smallest that gives no more ticks than wanted; after
/// P. Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990.
struct NumberScale: Equatable {
    let low: Double
    let high: Double
    let step: Double
    let ticks: [Double]
    /// Digits behind the point that the ticks need.
    let decimals: Int

    struct Wish {
        var minimum: Double?
        var maximum: Double?
        var includesZero: Bool
        /// No step below one: what is counted has no halves.
        var isWhole: Bool
        /// The end that a percentage never passes.
        var ceiling: Double?
        var mostSteps: Int
    }

    /// - Parameter values: finite ones, at most `ChartData.greatest` large.
    init(_ values: [Double], _ wish: Wish) {
        var low = values.min() ?? 0
        var high = values.max() ?? 0
        if wish.includesZero {
            low = min(low, 0)
            high = max(high, 0)
        }
        if let minimum = wish.minimum { low = minimum }
        if let maximum = wish.maximum { high = maximum }
        let least = max(wish.isWhole ? 1 : 1e-6, max(abs(low), abs(high)) * 1e-6)
        if high - low < least {
            // Values that are all alike stand in the middle, unless an end is given; zeros stand on the ground.
            let room = wish.isWhole || abs(high) >= 1 ? max(1, abs(high) * 0.05) : max(abs(high), least)
            if wish.maximum == nil, high >= 0 || wish.minimum != nil { high = max(high, low) + room }
            if wish.minimum == nil, !(wish.includesZero && low == 0) { low = min(low, high) - room }
            if high - low < least { high = low + room }
        }
        let steps = max(1, wish.mostSteps)
        let rough = max((high - low) / Double(steps), wish.isWhole ? 1 : 0)
        let step = Self.step(from: rough, isWhole: wish.isWhole, range: high - low, steps: steps)
        self.step = step
        self.low = wish.minimum ?? (low / step).rounded(.down) * step
        var end = wish.maximum ?? (high / step).rounded(.up) * step
        if wish.maximum == nil, let ceiling = wish.ceiling, end > ceiling, high <= ceiling { end = ceiling }
        if end <= self.low { end = self.low + step }
        self.high = end
        decimals = max(0, min(9, Int((-log10(step) + 1e-9).rounded(.up)) + (Self.isQuarter(step) ? 1 : 0)))
        let first = (self.low / step - 1e-9).rounded(.up)
        let last = (end / step + 1e-9).rounded(.down)
        let count = Int(max(0, min(24, last - first)))
        ticks = (0...count).map { (first + Double($0)) * step }
    }

    private static func step(from rough: Double, isWhole: Bool, range: Double, steps: Int) -> Double {
        let power = pow(10, log10(rough).rounded(.down))
        for times in [1, 2, 2.5, 5, 10, 20] {
            let step = times * power
            if isWhole, step != step.rounded() { continue }
            if step >= rough * (1 - 1e-9) { return step }
        }
        return rough
    }

    private static func isQuarter(_ step: Double) -> Bool {
        let part = step / pow(10, log10(step).rounded(.down))
        return abs(part - 2.5) < 1e-6
    }

    /// Where a value lies, 0...1 from low to high; what is outside lies at the end.
    func share(_ value: Double) -> Double { max(0, min(1, (value - low) / (high - low))) }

    func holds(_ value: Double) -> Bool { value >= low && value <= high }

    /// From where bars grow: zero, or the end nearest to it.
    var base: Double { max(low, min(high, 0)) }
}
