import AnalysisChecker
import LanguageModel
import ModelAPI
import PluginSDK

/// Has a model write in pieces. A sentence leaves when it has been checked, and none leaves that the facts do not bear:
/// then the whole text is asked for anew, and replaces what came.
struct StreamedWriter: Sendable {
    let writer: ModelWriter

    /// - Parameter send: what follows of the text, or the whole in place of what came.
    /// - Returns: the whole text.
    func write(
        _ task: TextTask, job: Job, send: (TextPiece.Event, String) async throws -> Void
    ) async throws -> String {
        let begin = ContinuousClock.now
        let conversation = try writer.opening(task)
        var reading = CheckedReading(task.checker)
        try await read(conversation, task, since: begin, job) { text in
            let release = reading.take(text)
            if !release.isEmpty { try await send(.text, release) }
            return reading.problems.isEmpty
        }
        if reading.problems.isEmpty {
            let release = reading.finish()
            if reading.problems.isEmpty {
                if !release.isEmpty { try await send(.text, release) }
                guard !reading.released.isEmpty else { throw WritingFailure.empty }
                return reading.released
            }
        }
        return try await corrected(conversation, reading, task, since: begin, job, send: send)
    }

    private func corrected(
        _ conversation: Conversation, _ reading: CheckedReading, _ task: TextTask,
        since begin: ContinuousClock.Instant, _ job: Job, send: (TextPiece.Event, String) async throws -> Void
    ) async throws -> String {
        writer.report(reading.problems, of: task, job)
        let second = try await writer.correct(
            reading.seen, reading.problems, conversation, task, since: begin, job)
        try await send(.replace, second)
        return second
    }

    /// Reads the model's text until it ends, or is wanted no more.
    private func read(
        _ conversation: Conversation, _ task: TextTask, since begin: ContinuousClock.Instant, _ job: Job,
        take: (String) async throws -> Bool
    ) async throws {
        let start = ContinuousClock.now
        var usage: TokenUsage?
        defer { writer.metrics.asked(task.endpoint, took: ContinuousClock.now - start, usage: usage) }
        do {
            let stream = try await writer.model.stream(
                writer.request(conversation, task, since: begin), job: job)
            // What ends otherwise than it should is thrown at its end.
            for try await event in stream {
                switch event {
                case .text(let text): if try await !take(text) { return }
                case .usage(let new): usage = new
                case .refusal, .finished, .started, .call, .arguments: break
                }
            }
        } catch let failure as ModelFailure {
            throw WritingFailure.model(failure)
        }
    }
}

/// Growing text of a model, released sentence by sentence as far as the facts bear it.
struct CheckedReading {
    private var sentences = Sentences()
    private var reading: FactReading
    private var beginsParagraph = false
    /// What may be shown.
    private(set) var released = ""
    /// All that was read, the sentence with the problem included.
    private(set) var seen = ""
    /// Of the first sentence that has any; nothing is released from there on.
    private(set) var problems: [ClaimProblem] = []

    init(_ checker: FactChecker) { reading = FactReading(checker) }

    /// - Returns: what may be shown now.
    mutating func take(_ text: String) -> String {
        sentences.append(text).reduce(into: "") { $0 += release($1) }
    }

    /// The text has ended.
    mutating func finish() -> String { sentences.finish().map { release($0) } ?? "" }

    private mutating func release(_ sentence: String) -> String {
        guard problems.isEmpty else { return "" }
        let plain = PlainProse.text(sentence)
        defer { if sentence.contains(where: \.isNewline) { beginsParagraph = true } }
        guard !plain.isEmpty else { return "" }
        let gap = released.isEmpty ? "" : beginsParagraph ? "\n" : " "
        problems = reading.problems(ofNext: plain + " ")
        seen += gap + plain
        guard problems.isEmpty else { return "" }
        beginsParagraph = false
        released += gap + plain
        return gap + plain
    }
}
