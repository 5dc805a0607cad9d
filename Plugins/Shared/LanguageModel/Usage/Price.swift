import ModelAPI

/// What a million tokens of a model cost.
struct Price: Sendable, Equatable {
    var input: Double
    var output: Double
    /// Of what the provider had kept from an earlier request.
    var cachedInput: Double

    init(input: Double, output: Double, cachedInput: Double? = nil) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput ?? input
    }

    func cost(of usage: TokenUsage) -> Double {
        let cached = Double(min(max(usage.cachedInput, 0), max(usage.input, 0)))
        let fresh = Double(max(usage.input, 0)) - cached
        return (fresh * input + cached * cachedInput + Double(max(usage.output, 0)) * output) / 1_000_000
    }
}
