import ModelAPI
import TokenBudget

/// A model that can be asked: where it is, how it is spoken with, and what is known of it.
struct ModelTarget: Sendable {
    /// Name of the host's upstream.
    let upstream: String
    let model: String
    let api: any ModelProtocol
    /// How it is asked for JSON.
    let structured: OpenAIDialect.Structured
    /// Of the tokens that it would count.
    let estimate: TokenEstimate
    /// What has to have happened before it is asked; of the first: nothing.
    let conditions: Set<FallbackCondition>
    /// Tokens that it can read, answer included; 0: not known.
    let context: Int
    let price: Price?
    let metrics: TargetMetrics
}
