import ModelAPI
import PluginSDK

/// Writes one text: by the model when there is one, else by the narrator; and by the narrator in the model's place where
/// the operator wants that.
struct TextWriter: Sendable {
    /// Nil: the operator said `llm: none`.
    let model: ModelWriter?
    let onFailure: FailureRule
    let metrics: AnalysisMetrics

    /// - Throws: what ends the job: `Retry`, `Reject`, `CancellationError`.
    func write(_ task: TextTask, job: Job) async throws -> WrittenText {
        guard let model else { return narrated(task) }
        return try await deciding(task, job) { try await model.write(task, job: job) }
    }

    /// As `write`, in pieces.
    ///
    /// - Throws: also what `send` throws.
    func stream(
        _ task: TextTask, job: Job, send: (TextPiece.Event, String) async throws -> Void
    ) async throws -> WrittenText {
        guard let model else {
            let text = narrated(task)
            try await send(.text, text.content)
            return text
        }
        let text = try await deciding(task, job) {
            try await StreamedWriter(writer: model).write(task, job: job, send: send)
        }
        if text.isDegraded { try await send(.replace, text.content) }
        return text
    }

    private func narrated(_ task: TextTask) -> WrittenText {
        metrics.ended(task.endpoint, .success)
        return WrittenText(content: task.narration)
    }

    private func deciding(
        _ task: TextTask, _ job: Job, _ write: () async throws -> String
    ) async throws -> WrittenText {
        do {
            let content = try await write()
            metrics.ended(task.endpoint, .success)
            return WrittenText(content: content)
        } catch let failure as WritingFailure {
            // Of the job, or of one lane of a class that is given up.
            try job.checkCancellation()
            try Task.checkCancellation()
            job.log.warning(
                "the model gave no text", ["endpoint": .string(task.endpoint.rawValue), "code": .string(failure.code)])
            guard onFailure == .narrator else {
                metrics.ended(task.endpoint, .failure)
                throw failure.jobFailure
            }
            metrics.ended(task.endpoint, .degraded)
            return WrittenText(content: task.narration, degradedBy: failure.code)
        }
    }
}
