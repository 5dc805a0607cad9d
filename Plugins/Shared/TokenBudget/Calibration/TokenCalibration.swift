/// What providers' own counts say of the estimates: for each provider and model, by what its estimates are to be
/// multiplied. A value; whoever shares it guards it.
public struct TokenCalibration: Sendable, Hashable {
    private struct Ratio: Hashable {
        var value = 1.0
        var count = 0
    }

    /// Never believed beyond these: a cached or wrongly counted request must not open the budget.
    public static let range = 0.5...2.0
    /// Weight of a new count once there are some; the first ones weigh more.
    private static let weight = 0.1
    /// Of less, frames and rounding are too large a part.
    private static let leastTokens = 50
    /// Models come from the configuration; nothing from outside makes more of them.
    private static let mostModels = 64

    private var ratios: [String: Ratio] = [:]

    public init() {}

    /// Learns from an answer that told its usage.
    ///
    /// - Parameters:
    ///   - estimate: what `TokenEstimate` said of the request, not multiplied.
    ///   - reported: what went in, as the provider counts.
    public mutating func learn(provider: String, model: String, estimate: Int, reported: Int) {
        let key = Self.key(provider, model)
        guard estimate >= Self.leastTokens, reported > 0, ratios[key] != nil || ratios.count < Self.mostModels else {
            return
        }
        var ratio = ratios[key] ?? Ratio()
        let seen = Self.clamped(Double(reported) / Double(estimate))
        // The mean of 1 and the first counts, then an exponentially weighted moving average.
        let weight = max(Self.weight, 1 / Double(ratio.count + 2))
        ratio.value = Self.clamped(ratio.value + (seen - ratio.value) * weight)
        ratio.count = min(ratio.count + 1, 1_000)
        ratios[key] = ratio
    }

    /// 1 for a model of which nothing is known yet.
    public func ratio(provider: String, model: String) -> Double { ratios[Self.key(provider, model)]?.value ?? 1 }

    /// An estimate as this model will most likely count it.
    public func tokens(_ estimate: Int, provider: String, model: String) -> Int {
        Self.scaled(estimate, by: ratio(provider: provider, model: model))
    }

    static func scaled(_ estimate: Int, by ratio: Double) -> Int {
        Int(exactly: (Double(estimate) * clamped(ratio)).rounded(.up)) ?? Int.max
    }

    private static func clamped(_ ratio: Double) -> Double { min(max(ratio, range.lowerBound), range.upperBound) }
    private static func key(_ provider: String, _ model: String) -> String { provider + "\u{0}" + model }
}
