import ModelAPI
import PluginSDK

extension LanguageModel {
    /// Asks for an answer that comes while it is written, and waits for its first piece. Until then what fails is tried
    /// again, and the fallbacks are asked; answers are neither kept nor taken from the cache.
    ///
    /// - Throws: as `complete`.
    public func stream(_ request: ModelRequest, job: Job) async throws(ModelFailure) -> ModelStream {
        let call = call(request, job)
        var progress = CallProgress()
        var place: TenantPlace?
        do throws(ModelFailure) {
            place = try await enter(call, tokens: estimatedTokens(request))
            let held = place
            return try await attempts(call, targets.count, &progress, isStream: true) {
                (target: Int, time: Duration, progress: inout CallProgress) async throws(ModelFailure) -> ModelStream in
                let chat = try prepared(request, target, call, stream: true)
                rules.content.asked(chat.chat, job)
                let (source, first) = try await open(chat, targets[target], call, within: time, &progress)
                targets[target].metrics.began(after: clock.now() - call.begun)
                return ModelStream(
                    source, first: first,
                    record: StreamRecord(model: self, call: call, chat: chat, progress: progress, place: held),
                    idle: rules.idle, deadline: call.deadline, clock: clock)
            }
        } catch {
            place?.leave(used: progress.usage.total)
            ended(call, progress, failure: error)
            throw error
        }
    }

    /// One attempt: sends, and reads until there is something of the answer.
    private func open(
        _ chat: PreparedChat, _ target: ModelTarget, _ call: Call, within time: Duration,
        _ progress: inout CallProgress
    ) async throws(ModelFailure) -> (source: StreamSource, first: [StreamEvent]) {
        progress.attempts += 1
        let end = clock.now() + min(rules.firstToken, time)
        let answer = try await answer(UpstreamRequest(chat.wire, within: time), target, call, until: end)
        guard answer.head.isSuccess else { throw await refusal(answer, target, until: end) }
        var source = StreamSource(answer, target.api.makeStreamReader())
        var first: [StreamEvent] = []
        while !first.contains(where: \.isContent) {
            let events = try await beforeFirstToken { () async throws(ModelFailure) -> [StreamEvent]? in
                try await source.next(
                    within: end - clock.now(), timeout: .firstTokenTimeout, isLate: { isLate(call) })
            }
            guard let events else {
                try requireContent(first, of: chat, target, call, &progress)
                break
            }
            first += events
            guard first.count <= Self.mostFirstEvents else {
                throw ModelFailure(.malformed, "The model's answer has too many pieces before its first text.")
            }
        }
        return (source, first)
    }

    /// The head of the answer.
    private func answer(
        _ request: UpstreamRequest, _ target: ModelTarget, _ call: Call, until end: Duration
    ) async throws(ModelFailure) -> UpstreamStream {
        let host = call.job.host
        let answer: UpstreamStream?
        do {
            answer = try await withTimeLimit(end - clock.now(), clock) {
                try await host.upstream(target.upstream).stream(request)
            }
        } catch {
            throw ModelFailure(error, isLate: isLate(call), timeout: .firstTokenTimeout)
        }
        guard let answer else {
            throw isLate(call)
                ? .late : ModelFailure(.firstTokenTimeout, "The model did not begin to answer in the time for that.")
        }
        return answer
    }

    /// What an answer means that is no success. Its body is read as far as it comes in time.
    private func refusal(_ answer: UpstreamStream, _ target: ModelTarget, until end: Duration) async -> ModelFailure {
        var body: [UInt8] = []
        while body.count < Self.largestRefusal, let piece = try? await answer.read(within: end - clock.now()) {
            body += piece
        }
        return target.api.failure(
            status: answer.head.status, headers: answer.head.headers, body: body, now: clock.secondsSince1970())
    }

    /// Broken off before its first token is as if nobody had been there: it may be tried again.
    private func beforeFirstToken<Result: Sendable>(
        _ read: () async throws(ModelFailure) -> Result
    ) async throws(ModelFailure) -> Result {
        do throws(ModelFailure) {
            return try await read()
        } catch {
            guard error.reason == .cut else { throw error }
            throw ModelFailure(.unreachable, "The model's answer broke off before its first piece.")
        }
    }

    /// - Throws: what an answer is that ended without anything in it. It is paid for all the same.
    private func requireContent(
        _ events: [StreamEvent], of chat: PreparedChat, _ target: ModelTarget, _ call: Call,
        _ progress: inout CallProgress
    ) throws(ModelFailure) {
        var assembler = CompletionAssembler()
        for event in events { assembler.take(event) }
        guard assembler.finish != nil else {
            throw ModelFailure(.unreachable, "The model's answer broke off before its first piece.")
        }
        do throws(ModelFailure) {
            try assembler.requireWhole()
        } catch {
            account(assembler.completion, of: chat, target, call, &progress)
            throw error
        }
    }

    /// Bytes of a refusal's body that are looked at.
    private static let largestRefusal = 64 << 10
    /// Events without text: a beginning, counts.
    private static let mostFirstEvents = 1024
}
