/// A piece of an answer that comes while it is written, in the words of no provider.
public enum StreamEvent: Sendable, Hashable {
    /// The answer has begun; nothing of it is there yet.
    case started(id: String?, model: String?)
    case text(String)
    /// A call begins; its arguments follow. Calls are numbered from 0 in the order in which they begin.
    case call(index: Int, id: String, name: String)
    case arguments(index: Int, String)
    /// Of the text in which a model says why it does not want to.
    case refusal(String)
    /// As far as it is known; a later one replaces an earlier.
    case usage(TokenUsage)
    case finished(FinishReason)
}
