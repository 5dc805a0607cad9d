import ModelAPI

/// What is to be done when a stream ends, however it does.
struct StreamRecord: Sendable {
    let model: LanguageModel
    let call: Call
    let chat: PreparedChat
    let progress: CallProgress
    /// Nil where no tenant is limited.
    let place: TenantPlace?

    /// What is known of the answer beside what came of it; its cost is not yet.
    func answer(_ completion: Completion) -> ModelAnswer {
        let target = model.targets[progress.target]
        return ModelAnswer(
            completion: completion, provider: target.api.providerName, model: target.model,
            attempts: progress.attempts, isFallback: progress.target > 0, cost: progress.cost,
            truncation: chat.truncation)
    }

    /// - Parameter failure: why it did not end as it should.
    /// - Returns: the answer as it is accounted for.
    func end(_ assembler: CompletionAssembler, _ failure: ModelFailure?) -> ModelAnswer {
        let target = model.targets[progress.target]
        let completion = assembler.completion
        model.rules.content.answered(completion, call.job)
        let usage = usage(completion, target, isWhole: assembler.finish != nil)
        var progress = progress
        model.learn(chat, usage, target)
        model.account(usage, target, target.metrics, call, &progress)
        progress.finish = assembler.finish
        progress.responseModel = completion.model
        progress.responseID = completion.id
        model.breakers.streamEnded(progress.target, failure.map(\.reason.health) ?? .answering)
        place?.leave(used: usage.total)
        model.ended(call, progress, failure: failure)
        var answer = answer(completion)
        answer.completion.usage = usage
        answer.cost = progress.cost
        return answer
    }

    /// As the provider counts; what it did not come to tell is estimated.
    private func usage(_ completion: Completion, _ target: ModelTarget, isWhole: Bool) -> TokenUsage {
        if completion.usage.isReported, isWhole { return completion.usage }
        let estimate = model.estimatedUsage(chat.chat, completion, target)
        if !completion.usage.isReported { return estimate }
        return TokenUsage(
            input: completion.usage.input, output: max(completion.usage.output, estimate.output),
            cachedInput: completion.usage.cachedInput, isReported: false)
    }
}
