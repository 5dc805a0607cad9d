import ModelAPI
import PluginSDK

extension LanguageModel {
    /// Asks the first model for the vectors of texts, in several requests where there are many. Fallbacks are not
    /// asked: vectors of two models say nothing of one another.
    ///
    /// - Parameters:
    ///   - purpose: as of `ModelRequest`.
    ///   - tenant: as of `ModelRequest`.
    ///   - dimensions: shorter vectors, where the model can; nil: its own length.
    /// - Returns: a vector for each text, in order, all of one length.
    public func embed(
        _ texts: [String], job: Job, purpose: String = "embedding", tenant: String? = nil,
        dimensions: Int? = nil
    ) async throws(ModelFailure) -> Embeddings {
        let call = Call(job: job, tenant: tenant, purpose: purpose, patience: rules.deadline, at: clock.now())
        var progress = CallProgress()
        do throws(ModelFailure) {
            var all = Embeddings(vectors: [])
            for run in embeddingBatch.runs(of: texts, targets[0].estimate) {
                let part = try await vectors(Array(texts[run]), dimensions, call, &progress)
                if let length = all.vectors.first?.count, part.vectors.contains(where: { $0.count != length }) {
                    throw ModelFailure(.malformed, "The provider gave vectors of different lengths.")
                }
                all.vectors += part.vectors
                all.model = part.model
            }
            all.usage = progress.usage
            ended(call, progress, operation: "embeddings", metrics: embeddingMetrics)
            return all
        } catch {
            ended(call, progress, operation: "embeddings", metrics: embeddingMetrics, failure: error)
            throw error
        }
    }

    /// The vectors of one request.
    private func vectors(
        _ texts: [String], _ dimensions: Int?, _ call: Call, _ progress: inout CallProgress
    ) async throws(ModelFailure) -> Embeddings {
        let target = targets[0]
        let tokens = texts.reduce(0) { $0.addingClamped(target.estimate.tokens(in: $1)) }
        let request = EmbeddingRequest(model: target.model, texts: texts, dimensions: dimensions)
        guard let wire = target.api.request(request) else {
            throw ModelFailure(
                .misconfigured, "\(target.api.providerName) has no vectors: name another provider for them.")
        }
        let before = progress.usage.total
        let place = try await enter(call, tokens: tokens)
        defer { place?.leave(used: progress.usage.total - before) }
        return try await attempts(call, 1, &progress) {
            (_: Int, time: Duration, progress: inout CallProgress) async throws(ModelFailure) -> Embeddings in
            let limit = min(rules.attempt ?? time, time)
            let response = try await send(wire, to: target, call, within: limit, &progress)
            var vectors = try target.api.embeddings(response.body, count: texts.count)
            if !vectors.usage.isReported { vectors.usage = TokenUsage(input: tokens, isReported: false) }
            account(vectors.usage, target, embeddingMetrics, call, &progress)
            progress.responseModel = vectors.model
            return vectors
        }
    }
}
