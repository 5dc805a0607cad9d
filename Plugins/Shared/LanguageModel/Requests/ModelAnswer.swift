import ModelAPI
import TokenBudget

/// What a model answered, and what that took.
public struct ModelAnswer: Sendable {
    public var completion: Completion
    /// As OpenTelemetry calls it: `openai`, `anthropic`.
    public var provider: String
    /// The model that was asked, as the operator calls it.
    public var model: String
    /// Requests that were sent, those of a repair round included; 0: the answer was kept from before.
    public var attempts: Int
    public var isCached: Bool
    /// Another model than the first has answered.
    public var isFallback: Bool
    /// In the currency of the price table, answers that could not be used included; nil: the model has no price there.
    public var cost: Double?
    /// What was left out of the conversation; nil: nothing.
    public var truncation: TruncationNote?

    public init(
        completion: Completion, provider: String, model: String, attempts: Int, isCached: Bool = false,
        isFallback: Bool = false, cost: Double? = nil, truncation: TruncationNote? = nil
    ) {
        self.completion = completion
        self.provider = provider
        self.model = model
        self.attempts = attempts
        self.isCached = isCached
        self.isFallback = isFallback
        self.cost = cost
        self.truncation = truncation
    }

    public var text: String { completion.text }
}
