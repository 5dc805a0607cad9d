import ModelAPI
import PluginSDK

extension LanguageModel {
    /// The retry loop: sends, waits and goes on to the fallbacks as the plan says, and tells the breakers.
    ///
    /// - Parameters:
    ///   - count: how many of the targets may be asked.
    ///   - isStream: an answer has only begun when an attempt succeeds; how it ends is told to the breakers later.
    ///   - once: one attempt at one target, within a time.
    func attempts<Output: Sendable>(
        _ call: Call, _ count: Int, _ progress: inout CallProgress, isStream: Bool = false,
        _ once: (Int, Duration, inout CallProgress) async throws(ModelFailure) -> Output
    ) async throws(ModelFailure) -> Output {
        var plan = AttemptPlan(
            attempts: rules.attempts, backoff: rules.backoff,
            fallbacks: count > 1 ? targets[1..<count].map(\.conditions) : [], deadline: call.deadline)
        var action = plan.begin(at: clock.now())
        while true {
            switch action {
            case .giveUp(let failure):
                progress.target = plan.toldTarget
                throw failure
            case .wait(let pause):
                do { try await clock.sleep(pause) } catch { throw .wasCancelled }
                action = plan.waited(at: clock.now())
            case .send(let target):
                progress.target = target
                let failure: ModelFailure
                do throws(ModelFailure) {
                    return try await guarded(target, call, &progress, isStream, once)
                } catch {
                    failure = error
                }
                action = plan.failed(failure, at: clock.now(), chance: chance())
                tell(action, after: failure, at: target, call)
            }
        }
    }

    /// One attempt, if the breaker lets it through.
    private func guarded<Output: Sendable>(
        _ target: Int, _ call: Call, _ progress: inout CallProgress, _ isStream: Bool,
        _ once: (Int, Duration, inout CallProgress) async throws(ModelFailure) -> Output
    ) async throws(ModelFailure) -> Output {
        let pass = try breakers.admit(target)
        let begun = clock.now()
        do throws(ModelFailure) {
            let output = try await once(target, call.deadline - begun, &progress)
            // A stream that has begun closes an open breaker, and does not yet begin its count anew.
            if pass.isProbe || !isStream { breakers.ended(target, pass, .answering) }
            return output
        } catch {
            // A model that was silent for so long is in trouble, whoever ended it.
            let wasSilent = error.reason == .deadline && clock.now() - begun >= rules.firstToken
            breakers.ended(target, pass, wasSilent ? .failing : error.reason.health)
            throw error
        }
    }

    private func tell(_ action: AttemptPlan.Action, after failure: ModelFailure, at target: Int, _ call: Call) {
        var fields: [String: JSONValue] = [
            "model": .string(targets[target].model), "purpose": .string(call.purpose), "error": .string(failure.code),
        ]
        if let code = failure.providerCode { fields["provider_code"] = .string(code) }
        switch action {
        case .wait(let pause):
            targets[target].metrics.tried(again: failure.reason)
            fields["pause_seconds"] = .number(pause.inSeconds)
            call.job.log.warning("a model gave no answer and is asked again", fields)
        case .send(let next):
            targets[next].metrics.fellBack(after: failure.reason)
            fields["next_model"] = .string(targets[next].model)
            call.job.log.warning("a model gave no answer and the next one is asked", fields)
        case .giveUp(let told) where told.reason != failure.reason:
            call.job.log.warning("a model gave no answer, and the failure of an earlier one is told", fields)
        case .giveUp: break
        }
    }
}
