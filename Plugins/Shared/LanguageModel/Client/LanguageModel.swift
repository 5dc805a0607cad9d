import ModelAPI
import PluginSDK
import Synchronization
import TokenBudget

/// A language model behind the host's upstreams: one retry loop with a deadline, fallbacks, breakers, limits for each
/// tenant, kept answers, and an account of tokens and cost. From any task.
///
///     let model = try LanguageModel(settings.model, upstream: settings.llm, host: host)
///     do {
///         let answer = try await model.complete(ModelRequest(messages: messages, purpose: "summary"), job: job)
///     } catch { throw error.jobFailure() }
///
/// Manifests name `http/1` and `store/1` under `needs`. A plugin calls `stop()` in its own.
public final class LanguageModel: Sendable {
    /// The first, then the fallbacks in their order.
    let targets: [ModelTarget]
    let embeddingMetrics: TargetMetrics
    let rules: CallRules
    let embeddingBatch: EmbeddingBatch
    let breakers: BreakerBoard
    /// Nil: no tenant is limited.
    let tenants: TenantGate?
    /// Nil: no answer is kept.
    let cache: AnswerCache?
    let ledger: UsageLedger
    /// What the providers' counts say of the estimates.
    let calibration = Mutex(TokenCalibration())
    let clock: ModelClock
    /// 0 up to 1.
    let chance: @Sendable () -> Double

    /// - Parameters:
    ///   - upstream: of the first model; fallbacks name their own.
    ///   - host: of the plugin, not of a job: for metrics and the ledger.
    /// - Throws: `Reject` for settings that cannot work.
    public convenience init(_ settings: LanguageModelSettings, upstream: String, host: Host) throws {
        try self.init(
            settings, upstream: upstream, host: host, clock: .system, chance: { Double.random(in: 0..<1) })
    }

    init(
        _ settings: LanguageModelSettings, upstream: String, host: Host, clock: ModelClock,
        chance: @escaping @Sendable () -> Double
    ) throws {
        try settings.check(upstream: upstream)
        let targets = ModelTarget.targets(settings, upstream: upstream, metrics: host.metrics)
        self.targets = targets
        self.clock = clock
        self.chance = chance
        rules = CallRules(settings)
        embeddingBatch = EmbeddingBatch(texts: settings.embeddings.batch, tokens: settings.embeddings.tokens)
        embeddingMetrics = TargetMetrics(
            host.metrics, operation: "embeddings", provider: settings.provider.api().providerName,
            model: settings.name)
        breakers = BreakerBoard(
            limit: settings.breaker.failures, pause: settings.breaker.pause, metrics: targets.map(\.metrics),
            clock: clock)
        let limits = TenantLimits(settings.tenants)
        tenants = limits.isUnlimited ? nil : TenantGate(limits, clock: clock)
        cache = settings.cache.lifetime > .zero ? AnswerCache(lifetime: settings.cache.lifetime) : nil
        ledger = UsageLedger(host: host, clock: clock)
    }

    /// What was used on these days, by tenant and model, other hosts' included.
    ///
    /// - Parameters:
    ///   - first: in UTC, `2026-03-01`.
    ///   - last: included.
    /// - Throws: `ServiceError`.
    public func usage(from first: String, to last: String) async throws -> [UsageEntry] {
        try await ledger.entries(from: first, to: last)
    }

    /// Writes down what was used. Nothing of the client runs afterwards, if no call is under way.
    public func stop() async { await ledger.close() }
}
