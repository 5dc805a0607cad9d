import ModelAPI
import PluginSDK

extension LanguageModel {
    /// Asks for an answer and waits for all of it.
    ///
    /// - Parameter isWorthKeeping: says of an answer whether an equal question may be given it later, where the operator
    ///   lets answers be kept. What a plugin's own checks refuse is not.
    /// - Throws: `ModelFailure`; an answer that is cut at its most tokens, empty, refused or filtered is one, too.
    public func complete(
        _ request: ModelRequest, job: Job, isWorthKeeping: (Completion) -> Bool = { _ in true }
    ) async throws(ModelFailure) -> ModelAnswer {
        let call = call(request, job)
        var progress = CallProgress()
        do throws(ModelFailure) {
            let answer = try await answer(request, call, isWorthKeeping, &progress)
            ended(call, progress, isCached: answer.isCached)
            return answer
        } catch {
            ended(call, progress, failure: error)
            throw error
        }
    }

    func call(_ request: ModelRequest, _ job: Job) -> Call {
        Call(
            job: job, tenant: request.tenant, purpose: request.purpose, prompt: request.prompt,
            temperature: temperature(of: request), mostTokens: request.mostTokens ?? rules.mostTokens,
            patience: min(request.deadline ?? rules.deadline, rules.deadline), at: clock.now())
    }

    /// From the cache where it may be, else from a model.
    private func answer(
        _ request: ModelRequest, _ call: Call, _ isWorthKeeping: (Completion) -> Bool,
        _ progress: inout CallProgress
    ) async throws(ModelFailure) -> ModelAnswer {
        guard let cache, call.temperature == 0, let first = try? prepared(request, 0, call) else {
            return try await ask(request, call, first: nil, &progress)
        }
        let target = targets[0]
        let key = CacheKey(
            first.wire, upstream: target.upstream, provider: target.api.providerName, model: target.model,
            tenant: call.tenant)
        return try await cache.answer(
            key, of: call.tenant, patience: call.deadline - call.begun, job: call.job, isWorthKeeping: isWorthKeeping,
            kept: { completion in
                ModelAnswer(
                    completion: completion, provider: target.api.providerName, model: target.model, attempts: 0,
                    isCached: true, cost: target.price.map { _ in 0 }, truncation: first.truncation)
            }
        ) { () async throws(ModelFailure) -> ModelAnswer in
            try await ask(request, call, first: first, &progress)
        }
    }

    /// Asks the models.
    ///
    /// - Parameter first: the request to the first, where it is made already.
    private func ask(
        _ request: ModelRequest, _ call: Call, first: PreparedChat?, _ progress: inout CallProgress
    ) async throws(ModelFailure) -> ModelAnswer {
        let place = try await enter(call, tokens: estimatedTokens(request))
        // Set for each attempt again, because the next one may be at another model.
        var chats = [0: first].compactMapValues { $0 }
        let completion: Completion
        do throws(ModelFailure) {
            completion = try await attempts(call, targets.count, &progress) {
                (target: Int, time: Duration, progress: inout CallProgress) async throws(ModelFailure) -> Completion in
                let chat: PreparedChat
                if let made = chats[target] {
                    chat = made
                } else {
                    chat = try prepared(request, target, call)
                    chats[target] = chat
                }
                return try await attempt(chat, target, call, within: time, &progress)
            }
        } catch {
            place?.leave(used: progress.usage.total)
            throw error
        }
        place?.leave(used: progress.usage.total)
        let target = targets[progress.target]
        return ModelAnswer(
            completion: completion, provider: target.api.providerName, model: target.model,
            attempts: progress.attempts, isFallback: progress.target > 0, cost: progress.cost,
            truncation: chats[progress.target]?.truncation)
    }

    /// One attempt.
    private func attempt(
        _ chat: PreparedChat, _ index: Int, _ call: Call, within time: Duration, _ progress: inout CallProgress
    ) async throws(ModelFailure) -> Completion {
        let target = targets[index]
        let limit = min(rules.attempt ?? time, time)
        rules.content.asked(chat.chat, call.job)
        let response = try await send(chat.wire, to: target, call, within: limit, &progress)
        var completion = try target.api.completion(response.body)
        rules.content.answered(completion, call.job)
        completion.usage = account(completion, of: chat, target, call, &progress)
        try completion.requireWhole()
        return completion
    }

    /// Sends one request once. - Throws: also what an answer means that is no success.
    func send(
        _ wire: WireRequest, to target: ModelTarget, _ call: Call, within time: Duration,
        _ progress: inout CallProgress
    ) async throws(ModelFailure) -> UpstreamResponse {
        progress.attempts += 1
        let response: UpstreamResponse
        do {
            response = try await call.job.host.upstream(target.upstream).send(UpstreamRequest(wire, within: time))
        } catch {
            throw ModelFailure(error, isLate: isLate(call), timeout: .firstTokenTimeout)
        }
        if response.isSuccess { return response }
        throw target.api.failure(
            status: response.status, headers: response.head.headers, body: response.body,
            now: clock.secondsSince1970())
    }

    /// Whether the call's time is over, as far as the host can know who counts in milliseconds.
    func isLate(_ call: Call) -> Bool { clock.now() + .milliseconds(5) >= call.deadline }

    /// What the operator sends, and what the request says of it.
    func temperature(of request: ModelRequest) -> Double? {
        rules.temperature.map { request.temperature ?? $0 }
    }
}

extension UpstreamRequest {
    /// Sent once: the client has the one retry loop.
    init(_ wire: WireRequest, within time: Duration) {
        self.init("POST", UpstreamPath(stringLiteral: wire.path), body: wire.body, timeout: time, idempotent: false)
        headers = wire.headers
        attempts = 1
    }
}

extension Completion {
    /// - Throws: what keeps it from being used. What it said is not told.
    func requireWhole() throws(ModelFailure) {
        try finish.requireWhole(isEmpty: text.allSatisfy(\.isWhitespace) && calls.isEmpty, id: id)
    }
}

extension FinishReason {
    /// What providers say when they did not come to the end: DeepSeek, vLLM, OpenRouter. Other words that are not known
    /// here are a server's own for an end.
    private static let interruptions: Set = ["insufficient_system_resource", "abort", "error"]

    /// - Throws: why an answer that ended so cannot be used.
    func requireWhole(isEmpty: Bool, id: String?) throws(ModelFailure) {
        switch self {
        case .length:
            throw ModelFailure(
                .lengthStop, "The answer reached its most tokens before it was whole; allow more in most_tokens.",
                requestID: id)
        case .contentFilter:
            throw ModelFailure(.contentFiltered, "The provider's filter cut the answer.", requestID: id)
        case .refusal: throw ModelFailure(.refused, "The model does not want to answer this.", requestID: id)
        case .other(let word) where Self.interruptions.contains(word):
            throw ModelFailure(.overloaded, "The provider broke the answer off (\(word)).", requestID: id)
        case .stop, .toolCalls, .other:
            if isEmpty { throw ModelFailure(.empty, "The model gave an answer without text.", requestID: id) }
        }
    }
}

extension TokenUsage {
    /// All that counts for a limit.
    var total: Int { input.addingClamped(output) }
}
