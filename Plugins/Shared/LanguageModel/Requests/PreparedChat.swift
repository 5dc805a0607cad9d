import ModelAPI
import TokenBudget

/// A request as it is sent to one target.
struct PreparedChat: Sendable {
    let chat: ChatRequest
    let wire: WireRequest
    /// Tokens that go in, not calibrated; nil: nobody needed to know.
    let estimate: Int?
    /// What was left out; nil: nothing.
    let truncation: TruncationNote?
}
