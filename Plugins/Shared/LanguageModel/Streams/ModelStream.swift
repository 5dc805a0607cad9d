import ModelAPI
import PluginSDK
import Synchronization

/// An answer that comes while it is written. To be read once, by one task.
///
///     for try await event in try await model.stream(request, job: job) {
///         if case .text(let text) = event { try await output.send(text) }
///     }
///
/// Its first piece is there already: whatever could be tried again has been. What fails from then on is thrown, carries
/// nothing of the answer, and is not tried again. An answer that ended otherwise than it should is thrown after its last
/// piece, as `complete` throws it. Letting the stream go ends the upstream's request.
public final class ModelStream: AsyncSequence, Sendable {
    public typealias Element = StreamEvent
    public typealias Failure = ModelFailure

    private struct State {
        /// Nil: it has ended, or is being read.
        var source: StreamSource?
        var pending: ArraySlice<StreamEvent>
        var assembler = CompletionAssembler()
        var record: StreamRecord?
        /// As it was before its end, then as it is accounted for.
        var answer: ModelAnswer
    }

    private let idle: Duration
    private let deadline: Duration
    private let clock: ModelClock
    private let state: Mutex<State>

    init(
        _ source: StreamSource, first: [StreamEvent], record: StreamRecord, idle: Duration, deadline: Duration,
        clock: ModelClock
    ) {
        self.idle = idle
        self.deadline = deadline
        self.clock = clock
        state = Mutex(
            State(source: source, pending: first[...], record: record, answer: record.answer(Completion(text: ""))))
    }

    deinit {
        // Its reader may have stopped at the answer's end, and asked no further.
        if state.withLock({ $0.assembler.finish != nil }) { try? finish() }
        end(failure: .wasCancelled)
    }

    /// What came so far; whole when the stream has ended without a failure. Its usage is as far as it was told.
    public var completion: Completion { state.withLock { $0.assembler.completion } }

    /// What came so far, with the model that gives it and what that took. When the stream has ended usage and cost are
    /// those that are accounted for, estimated where the provider told none.
    public var answer: ModelAnswer {
        state.withLock { state in
            var answer = state.answer
            if state.record != nil { answer.completion = state.assembler.completion }
            return answer
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

    public struct Iterator: AsyncIteratorProtocol {
        let stream: ModelStream

        public mutating func next() async throws(ModelFailure) -> StreamEvent? { try await stream.next() }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ModelFailure) -> StreamEvent? {
            try await stream.next()
        }
    }

    private func next() async throws(ModelFailure) -> StreamEvent? {
        // Bytes that bring no piece, such as signs of life, do not lengthen it.
        let limit = Swift.min(clock.now() + idle, deadline)
        while true {
            if let event = takePending() { return event }
            // Readers give that last.
            if state.withLock({ $0.assembler.finish != nil }) {
                try finish()
                return nil
            }
            guard var source = state.withLock({ $0.source.take() }) else { return nil }
            let events: [StreamEvent]?
            do throws(ModelFailure) {
                events = try await source.next(
                    within: limit - clock.now(), timeout: .idleTimeout,
                    isLate: { clock.now() + .milliseconds(5) >= deadline })
            } catch {
                let failure = error.reason == .unreachable ? CompletionAssembler.cut : error
                end(failure: failure)
                throw failure
            }
            guard let events else {
                try finish()
                return nil
            }
            keep(events, source)
        }
    }

    private func keep(_ events: [StreamEvent], _ source: StreamSource) {
        state.withLock { state in
            state.pending = events[...]
            // Nil: it was let go meanwhile.
            if state.record != nil { state.source = source }
        }
    }

    private func takePending() -> StreamEvent? {
        state.withLock { state in
            guard let event = state.pending.popFirst() else { return nil }
            state.assembler.take(event)
            return event
        }
    }

    /// There is no more. - Throws: why the answer cannot be used; once.
    private func finish() throws(ModelFailure) {
        let (assembler, isOpen) = state.withLock { ($0.assembler, $0.record != nil) }
        guard isOpen else { return }
        do throws(ModelFailure) {
            try assembler.requireWhole()
            end(failure: nil)
        } catch {
            end(failure: error)
            throw error
        }
    }

    /// Once; what comes later finds nothing to end.
    private func end(failure: ModelFailure?) {
        let (record, assembler) = state.withLock { state in
            state.source = nil
            return (state.record.take(), state.assembler)
        }
        guard let answer = record?.end(assembler, failure) else { return }
        state.withLock { $0.answer = answer }
    }
}
