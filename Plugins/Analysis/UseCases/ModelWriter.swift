import AnalysisChecker
import LanguageModel
import ModelAPI
import PluginSDK

/// Has a model write, and lets no text through that the facts do not bear: one corrected attempt, then a failure.
struct ModelWriter: Sendable {
    let model: LanguageModel
    let prompts: AnalysisPrompts
    let metrics: AnalysisMetrics
    /// Most tokens of one student's feedback; commentary has the model's.
    let feedbackTokens: Int
    /// For both attempts together.
    let deadline: Duration

    func write(_ task: TextTask, job: Job) async throws(WritingFailure) -> String {
        let begin = ContinuousClock.now
        let conversation = try opening(task)
        // With the model's own deadline: equal questions under way are put together where they have equal time.
        let first = try await answer(conversation, task, since: nil, job)
        let problems = task.checker.problems(in: first)
        guard !problems.isEmpty else { return first }
        report(problems, of: task, job)
        return try await correct(first, problems, conversation, task, since: begin, job)
    }

    /// The one corrected attempt.
    func correct(
        _ text: String, _ problems: [ClaimProblem], _ conversation: Conversation, _ task: TextTask,
        since begin: ContinuousClock.Instant, _ job: Job
    ) async throws(WritingFailure) -> String {
        let correction: [Message]
        do {
            correction = try prompts.correction(of: problems, in: task.language)
        } catch {
            throw .model(Self.broken(error))
        }
        let second = try await answer(
            conversation.adding([.assistant(text)] + correction), task, since: begin, job)
        let rest = task.checker.problems(in: second)
        metrics.corrected(task.endpoint, success: rest.isEmpty)
        guard rest.isEmpty else {
            report(rest, of: task, job)
            throw .unverified(Self.kinds(rest))
        }
        return second
    }

    func opening(_ task: TextTask) throws(WritingFailure) -> Conversation {
        do {
            return try prompts.opening(of: task)
        } catch {
            throw .model(Self.broken(error))
        }
    }

    private static func broken(_ error: any Error) -> ModelFailure {
        ModelFailure(.misconfigured, "The prompt cannot be made of the facts: \(error)")
    }

    /// What to ask.
    ///
    /// - Parameter begin: when the first attempt began, with which this one shares the time; nil: this is the first.
    func request(_ conversation: Conversation, _ task: TextTask, since begin: ContinuousClock.Instant?) -> ModelRequest
    {
        ModelRequest(
            messages: conversation.messages, mostTokens: task.endpoint == .studentFeedback ? feedbackTokens : nil,
            purpose: task.endpoint.rawValue, prompt: conversation.prompt, tenant: task.tenant,
            deadline: begin.map { max(.milliseconds(1), deadline - (ContinuousClock.now - $0)) })
    }

    private func answer(
        _ conversation: Conversation, _ task: TextTask, since begin: ContinuousClock.Instant?, _ job: Job
    ) async throws(WritingFailure) -> String {
        let start = ContinuousClock.now
        let text: String
        do {
            // A text with a problem would be a problem each time that it is taken from the cache.
            let answer = try await model.complete(request(conversation, task, since: begin), job: job) {
                task.checker.problems(in: PlainProse.text($0.text)).isEmpty
            }
            metrics.asked(task.endpoint, took: ContinuousClock.now - start, usage: answer.completion.usage)
            text = PlainProse.text(answer.text)
        } catch {
            metrics.asked(task.endpoint, took: ContinuousClock.now - start, usage: nil)
            throw .model(error)
        }
        guard !text.isEmpty else { throw .empty }
        return text
    }

    /// Tells the operator what the facts do not bear.
    func report(_ problems: [ClaimProblem], of task: TextTask, _ job: Job) {
        for problem in problems { metrics.refused(task.endpoint, kind: problem.kind.rawValue) }
        // No quote: it is about a pupil.
        job.log.warning(
            "a model's text does not stand up to the facts",
            [
                "endpoint": .string(task.endpoint.rawValue), "problems": .integer(problems.count),
                "kinds": .array(Self.kinds(problems).map { .string($0) }),
            ])
    }

    static func kinds(_ problems: [ClaimProblem]) -> [String] { Set(problems.map(\.kind.rawValue)).sorted() }
}
