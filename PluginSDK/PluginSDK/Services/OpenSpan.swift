/// A part of a job that is being measured, for where most of what there is to say of it is known at its end, or where it
/// ends elsewhere than it began: a stream that is read by someone else, say.
///
///     let span = job.trace.open()
///     ...
///     span.end("chat small", ["gen_ai.usage.input_tokens": 120])
///
/// Not ending it leaves no span.
public struct OpenSpan: Sendable {
    private let trace: Trace
    private let start: UInt64

    init(_ trace: Trace) {
        self.trace = trace
        start = MonotonicClock.nanoseconds
    }

    /// To be called once, before the job's handler has returned.
    public func end(_ name: String, _ attributes: [String: JSONValue] = [:], failed: Bool = false) {
        trace.finish(name, attributes, since: start, failed: failed)
    }
}

extension Trace {
    /// Begins to measure.
    public func open() -> OpenSpan { OpenSpan(self) }
}
