import ModelAPI
import PluginSDK
import StructuredOutput

extension LanguageModel {
    /// Asks for JSON of a schema, and checks it here whatever the provider promises. An answer that does not fit is
    /// asked for once more, with what is wrong with it.
    ///
    /// - Parameters:
    ///   - name: of the form: 1 to 64 letters, digits, `_` and `-`.
    ///   - request: its `format` is not looked at.
    /// - Returns: the value as the model wrote it, and the answer that has it; its usage and cost are of both rounds.
    /// - Throws: `ModelFailure`, `invalidOutput` when the second answer does not fit either.
    public func structured(
        _ request: ModelRequest, schema: JSONSchema, name: String, job: Job
    ) async throws(ModelFailure) -> (value: JSONValue, answer: ModelAnswer) {
        let end = clock.now() + min(request.deadline ?? rules.deadline, rules.deadline)
        var request = request
        request.format = .schema(name: name, schema.source)
        let fits: (Completion) -> Bool = { (try? StructuredReply.read($0.text, schema: schema).get()) != nil }
        let first = try await complete(request, job: job, isWorthKeeping: fits)
        let problems: ReplyProblems
        switch StructuredReply.read(first.text, schema: schema) {
        case .success(let reply):
            tell(reply, request, job)
            return (reply.value, first)
        case .failure(let found): problems = found
        }
        job.log.warning(
            "an answer of a model does not fit its form and is asked for once more",
            ["model": .string(first.model), "purpose": .string(request.purpose), "problems": Self.words(problems)])
        request.messages += [.assistant(first.text), .user(RepairRound.message(problems))]
        request.deadline = end - clock.now()
        let second = try await complete(request, job: job, isWorthKeeping: fits)
        switch StructuredReply.read(second.text, schema: schema) {
        case .success(let reply):
            tell(reply, request, job)
            return (reply.value, second.after(first))
        case .failure(let problems):
            job.log.warning(
                "an answer of a model does not fit its form after it was corrected either",
                ["model": .string(second.model), "purpose": .string(request.purpose), "problems": Self.words(problems)])
            throw ModelFailure(
                .invalidOutput, "The model's answer does not have the form that was asked for: \(problems).",
                requestID: second.completion.id)
        }
    }

    private func tell(_ reply: StructuredReply, _ request: ModelRequest, _ job: Job) {
        if reply.repairs.isEmpty { return }
        job.log.debug(
            "an answer of a model was put right",
            [
                "purpose": .string(request.purpose),
                "repairs": .array(reply.repairs.map { .string($0.rawValue) }),
            ])
    }

    /// No word of the answer is in them.
    private static func words(_ problems: ReplyProblems) -> JSONValue {
        .array(Set(problems.problems.map(\.code.rawValue)).sorted().map { .string($0) })
    }
}

extension ModelAnswer {
    /// This answer with what an earlier one took added.
    fileprivate func after(_ earlier: ModelAnswer) -> ModelAnswer {
        var both = self
        both.attempts += earlier.attempts
        both.completion.usage.input = completion.usage.input.addingClamped(earlier.completion.usage.input)
        both.completion.usage.output = completion.usage.output.addingClamped(earlier.completion.usage.output)
        both.completion.usage.cachedInput =
            completion.usage.cachedInput.addingClamped(earlier.completion.usage.cachedInput)
        both.completion.usage.isReported = completion.usage.isReported && earlier.completion.usage.isReported
        if let price = earlier.cost { both.cost = (cost ?? 0) + price }
        return both
    }
}
