import ModelAPI
import PluginSDK

/// One call of the client, as long as it is under way.
struct Call: Sendable {
    let job: Job
    let tenant: String
    let purpose: String
    let prompt: String?
    /// As it is sent; nil: none is.
    let temperature: Double?
    /// Nil: there is no answer of tokens.
    let mostTokens: Int?
    /// By the client's clock, as is the deadline.
    let begun: Duration
    let deadline: Duration
    let span: OpenSpan

    /// - Parameters:
    ///   - tenant: where the job names none.
    ///   - patience: for all attempts and pauses.
    ///   - now: by the client's clock.
    init(
        job: Job, tenant: String? = nil, purpose: String, prompt: String? = nil, temperature: Double? = nil,
        mostTokens: Int? = nil, patience: Duration, at now: Duration
    ) {
        self.job = job
        self.tenant = job.tenant ?? tenant ?? ""
        self.purpose = purpose
        self.prompt = prompt
        self.temperature = temperature
        self.mostTokens = mostTokens
        begun = now
        deadline = now + min(patience, job.timeRemaining ?? patience)
        span = job.trace.open()
    }
}

/// What a call came to so far.
struct CallProgress: Sendable {
    /// Which target was asked last.
    var target = 0
    /// Requests that were sent.
    var attempts = 0
    /// Of all answers, those that could not be used included: all are paid for.
    var usage = TokenUsage()
    /// Nil: nothing that was used has a price.
    var cost: Double?
    /// Of the answer that could be used.
    var finish: FinishReason?
    var responseModel: String?
    var responseID: String?

    mutating func used(_ more: TokenUsage, cost price: Double?) {
        usage.isReported = more.isReported && (usage.isReported || usage.total == 0)
        usage.input = usage.input.addingClamped(more.input)
        usage.output = usage.output.addingClamped(more.output)
        usage.cachedInput = usage.cachedInput.addingClamped(more.cachedInput)
        if let price { cost = (cost ?? 0) + price }
    }
}
