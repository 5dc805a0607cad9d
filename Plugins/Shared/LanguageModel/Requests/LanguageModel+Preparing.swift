import ModelAPI
import PluginSDK
import StructuredOutput
import TokenBudget

extension LanguageModel {
    /// The request in the words of one target, and as long as it can read.
    ///
    /// - Throws: `contextTooLong`.
    func prepared(
        _ request: ModelRequest, _ index: Int, _ call: Call, stream: Bool = false
    ) throws(ModelFailure) -> PreparedChat {
        let target = targets[index]
        var chat = ChatRequest(
            model: target.model, messages: request.messages, tools: request.tools, toolChoice: request.toolChoice,
            format: request.format, temperature: call.temperature, mostTokens: request.mostTokens ?? rules.mostTokens,
            stop: request.stop)
        chat.tellForm(to: target)
        guard target.context > 0 else {
            return PreparedChat(
                chat: chat, wire: target.api.request(chat, stream: stream), estimate: nil, truncation: nil)
        }
        let (estimate, truncation) = try fit(&chat, target, call)
        return PreparedChat(
            chat: chat, wire: target.api.request(chat, stream: stream), estimate: estimate, truncation: truncation)
    }

    /// Leaves out of a conversation what the target cannot read.
    ///
    /// - Returns: the tokens that go in, not calibrated, and what was left out.
    private func fit(
        _ chat: inout ChatRequest, _ target: ModelTarget, _ call: Call
    ) throws(ModelFailure) -> (estimate: Int, note: TruncationNote?) {
        let ratio = ratio(of: target)
        let beside = target.estimate.tokens(in: chat.tools) + target.estimate.tokens(in: chat.format)
        let messages = target.estimate.tokens(in: chat.messages)
        let budget = target.context.addingClamped(-chat.mostTokens)
            .addingClamped(-Int((Double(beside) * ratio).rounded(.up)))
        if Int((Double(messages) * ratio).rounded(.up)) <= budget { return (messages + beside, nil) }
        do throws(ContextOverflow) {
            let (shorter, note) = try Truncation(target.estimate, ratio: ratio).fit(
                chat.messages, policy: rules.truncate, budget: budget)
            chat.messages = shorter
            if let note { tell(note, target, call) }
            return (target.estimate.tokens(in: shorter) + beside, note)
        } catch {
            throw ModelFailure(
                .contextTooLong,
                "The conversation has about \(error.tokens) tokens, and the model can read \(max(0, error.budget)) "
                    + "beside the answer.")
        }
    }

    private func tell(_ note: TruncationNote, _ target: ModelTarget, _ call: Call) {
        call.job.log.warning(
            "a conversation is longer than the model can read, and parts of it were left out",
            [
                "model": .string(target.model), "purpose": .string(call.purpose),
                "policy": .string(note.policy.rawValue), "messages_dropped": .integer(note.messagesDropped),
                "characters_cut": .integer(note.charactersCut), "tokens_before": .integer(note.tokensBefore),
                "tokens_after": .integer(note.tokensAfter),
            ])
    }

    /// What an answer most likely used whose provider does not say.
    func estimatedUsage(_ chat: ChatRequest, _ completion: Completion, _ target: ModelTarget) -> TokenUsage {
        let output = completion.calls.reduce(target.estimate.tokens(in: completion.text)) {
            $0 + target.estimate.tokens(in: $1.name) + target.estimate.tokens(in: $1.arguments)
        }
        return TokenUsage(
            input: calibrated(target.estimate.tokens(in: chat), target), output: calibrated(output, target),
            isReported: false)
    }

    /// Learns from what a provider counted.
    func learn(_ chat: PreparedChat, _ usage: TokenUsage, _ target: ModelTarget) {
        guard let estimate = chat.estimate, usage.isReported else { return }
        calibration.withLock {
            $0.learn(
                provider: target.api.providerName, model: target.model, estimate: estimate, reported: usage.input)
        }
    }

    /// Lets the tenant's request through, or waits until it may; nil where no tenant is limited.
    func enter(_ call: Call, tokens: @autoclosure () -> Int) async throws(ModelFailure) -> TenantPlace? {
        guard let tenants else { return nil }
        return try await tenants.enter(
            call.tenant, tokens: tenants.countsTokens ? tokens() : 0, until: call.deadline)
    }

    /// What a request may use at most, by the first target's way of counting.
    func estimatedTokens(_ request: ModelRequest) -> Int {
        let estimate = targets[0].estimate
        let input =
            estimate.tokens(in: request.messages) + estimate.tokens(in: request.tools)
            + estimate.tokens(in: request.format)
        return calibrated(input, targets[0]).addingClamped(request.mostTokens ?? rules.mostTokens)
    }

    private func calibrated(_ estimate: Int, _ target: ModelTarget) -> Int {
        calibration.withLock { $0.tokens(estimate, provider: target.api.providerName, model: target.model) }
    }

    private func ratio(of target: ModelTarget) -> Double {
        calibration.withLock { $0.ratio(provider: target.api.providerName, model: target.model) }
    }
}

extension ChatRequest {
    /// Tells the form of the answer in words where the target takes no schema beside them.
    fileprivate mutating func tellForm(to target: ModelTarget) {
        guard case .schema(_, let source) = format, target.structured != .schema,
            let schema = try? JSONSchema(source)
        else { return }
        let instruction = RepairRound.instruction(schema)
        // With the other instructions: providers want these first.
        if case .system(let text)? = messages.first {
            messages[0] = .system(text + "\n\n" + instruction)
        } else {
            messages.insert(.system(instruction), at: 0)
        }
    }
}
