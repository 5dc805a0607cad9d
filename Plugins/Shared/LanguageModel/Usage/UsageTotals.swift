import ModelAPI

/// Whose usage of what, on which day.
public struct UsageKey: Sendable, Hashable, Comparable {
    /// In UTC: `2026-03-01`.
    public var day: String
    /// Empty: of no tenant.
    public var tenant: String
    public var provider: String
    /// As the operator calls it.
    public var model: String

    public init(day: String, tenant: String, provider: String, model: String) {
        self.day = day
        self.tenant = tenant
        self.provider = provider
        self.model = model
    }

    public static func < (one: UsageKey, other: UsageKey) -> Bool {
        (one.day, one.tenant, one.provider, one.model) < (other.day, other.tenant, other.provider, other.model)
    }
}

/// What was used, added up.
public struct UsageTotals: Sendable, Hashable {
    /// Answers that were paid for, those that could not be used included.
    public var answers = 0
    public var inputTokens = 0
    public var outputTokens = 0
    /// Of the input: what the provider had kept.
    public var cachedInputTokens = 0
    /// Answers whose tokens the provider did not tell: they are estimated.
    public var estimatedAnswers = 0
    /// In the currency of the price table; what had no price is not in it.
    public var cost = 0.0

    public init() {}

    init(_ usage: TokenUsage, cost: Double?) {
        answers = 1
        inputTokens = usage.input
        outputTokens = usage.output
        cachedInputTokens = usage.cachedInput
        estimatedAnswers = usage.isReported ? 0 : 1
        self.cost = cost ?? 0
    }

    /// What is too large for its number stays at the largest.
    func adding(_ other: UsageTotals) -> UsageTotals {
        var sum = self
        sum.answers = answers.addingClamped(other.answers)
        sum.inputTokens = inputTokens.addingClamped(other.inputTokens)
        sum.outputTokens = outputTokens.addingClamped(other.outputTokens)
        sum.cachedInputTokens = cachedInputTokens.addingClamped(other.cachedInputTokens)
        sum.estimatedAnswers = estimatedAnswers.addingClamped(other.estimatedAnswers)
        sum.cost += other.cost
        return sum
    }
}

/// One line of the ledger.
public struct UsageEntry: Sendable, Hashable {
    public var key: UsageKey
    public var totals: UsageTotals

    public init(key: UsageKey, totals: UsageTotals) {
        self.key = key
        self.totals = totals
    }
}

extension Int {
    func addingClamped(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? (other > 0 ? .max : .min) : sum
    }
}
