import ModelAPI
import PluginSDK

extension LanguageModel {
    /// Counts what an answer used, whether or not it can be used itself.
    func account(
        _ usage: TokenUsage, _ target: ModelTarget, _ metrics: TargetMetrics, _ call: Call,
        _ progress: inout CallProgress
    ) {
        let cost = target.price?.cost(of: usage)
        progress.used(usage, cost: cost)
        metrics.used(usage, cost: cost, tenant: call.tenant)
        ledger.add(
            UsageTotals(usage, cost: cost), tenant: call.tenant, provider: target.api.providerName,
            model: target.model)
    }

    /// The same for an answer of text or calls, whose usage is estimated where the provider did not tell it.
    ///
    /// - Returns: its usage.
    @discardableResult
    func account(
        _ completion: Completion, of chat: PreparedChat, _ target: ModelTarget, _ call: Call,
        _ progress: inout CallProgress
    ) -> TokenUsage {
        let usage = completion.usage.isReported ? completion.usage : estimatedUsage(chat.chat, completion, target)
        learn(chat, usage, target)
        account(usage, target, target.metrics, call, &progress)
        progress.finish = completion.finish
        progress.responseModel = completion.model
        progress.responseID = completion.id
        return usage
    }

    /// Tells metrics, traces and the log how a call ended.
    ///
    /// - Parameters:
    ///   - operation: `chat` or `embeddings`.
    ///   - metrics: of the operation; nil: chat's of the target.
    func ended(
        _ call: Call, _ progress: CallProgress, operation: String = "chat", metrics: TargetMetrics? = nil,
        isCached: Bool = false, failure: ModelFailure? = nil
    ) {
        let target = targets[progress.target]
        let metrics = metrics ?? target.metrics
        let time = clock.now() - call.begun
        if isCached { metrics.answeredFromCache() }
        metrics.ended(after: time, failure: failure?.reason)
        call.span.end(
            "\(operation) \(target.model)",
            CallAttributes.span(call, progress, target, operation: operation, failure: failure), failed: failure != nil)
        call.job.log.debug(
            failure == nil ? "a model answered" : "a model gave no answer",
            CallAttributes.log(call, progress, target, took: time, isCached: isCached, failure: failure))
    }
}
