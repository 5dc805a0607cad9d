import TokenBudget

/// What holds for every call, read out of the settings once.
struct CallRules: Sendable {
    let attempts: Int
    let backoff: Backoff
    let deadline: Duration
    /// Longest time of one attempt; nil: all that is left.
    let attempt: Duration?
    let firstToken: Duration
    let idle: Duration
    /// Nil: none is sent.
    let temperature: Double?
    let mostTokens: Int
    let truncate: TruncationPolicy
    let content: ContentLog

    init(_ settings: LanguageModelSettings) {
        let retry = settings.retry
        attempts = retry.attempts
        backoff = Backoff(first: retry.first, most: retry.most, jitter: retry.jitter)
        deadline = settings.deadline
        attempt = settings.attempt > .zero ? settings.attempt : nil
        firstToken = settings.firstToken
        idle = settings.idle
        temperature = settings.temperature
        mostTokens = settings.mostTokens
        truncate = settings.truncate
        content = ContentLog(isOn: settings.logContent)
    }
}

extension TenantLimits {
    init(_ settings: TenantLimitSettings) {
        self.init(requests: settings.requests, tokens: settings.tokens, concurrency: settings.concurrency)
    }
}
