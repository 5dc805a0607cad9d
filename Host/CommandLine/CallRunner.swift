import HostDispatch
import HostGenerations
import HostThreads
import Synchronization

/// Runs the jobs of one `call`, as many at once as the processor takes, and hands the ends to the output in order.
final class CallRunner: Sendable {
    private let engine: ReloadEngine
    private let operation: String
    private let route: Route
    private let input: CallInput
    private let output: CallOutput

    init(engine: ReloadEngine, operation: String, route: Route, input: CallInput, output: CallOutput) {
        self.engine = engine
        self.operation = operation
        self.route = route
        self.input = input
        self.output = output
    }

    /// Runs all of them; returns how many failed.
    func run() -> Int {
        let progress = ProgressBar(total: input.items.count)
        let width = max(1, route.generation.limits.concurrency)
        var failures = 0
        var waiting: [CallReceiver] = []
        var next = 0
        for index in input.items.indices {
            while next < input.items.count, waiting.count < width {
                waiting.append(submit(next))
                next += 1
            }
            let answer = waiting.removeFirst().wait()
            if !output.accept(answer, item: input.items[index]) { failures += 1 }
            progress.advance(failed: failures)
        }
        progress.finish(failed: failures)
        return failures
    }

    private func submit(_ index: Int) -> CallReceiver {
        let receiver = CallReceiver(mediaType: route.mediaType)
        let item = input.items[index]
        do {
            let (payload, mediaType) = try item.read()
            let delivery = Delivery(
                envelope: JobEnvelope(
                    id: "call-\(index + 1)", operation: route.operation, headers: [("content-type", mediaType)]),
                payload: payload, receiver: receiver, received: MonotonicClock.now())
            let submitted = engine.router.submit(find: { $0.operations[self.operation] }, delivery: { _ in delivery })
            if submitted == nil { receiver.fail("the operation is gone") }
        } catch {
            receiver.fail("\(error)")
        }
        return receiver
    }
}

/// Keeps the end of one job until somebody waits for it. Pieces of a stream are joined: documents a line each, bytes as
/// they are.
final class CallReceiver: DeliveryReceiver {
    struct Answer: Sendable {
        var status = JobStatus.reject
        var payload: [UInt8] = []
        var mediaType: String?
        var error: JobError?
    }

    private let answer = Mutex(Answer())
    private let done = Gate()
    private let hasLines: Bool

    /// - Parameter mediaType: of the operation's answer.
    init(mediaType: String) {
        hasLines = ["application/json", "application/x-ndjson", "text/event-stream"].contains(mediaType)
    }

    func settle(_ completion: borrowing Completion) {
        let payload = [UInt8](completion.payload)
        let (status, mediaType, error) = (completion.status, completion.mediaType, completion.error)
        answer.withLock { answer in
            answer.status = status
            answer.payload += payload
            answer.mediaType = mediaType
            answer.error = error
        }
        done.open()
    }

    func take(piece: UnsafeRawBufferPointer) -> PieceVerdict {
        let bytes = [UInt8](piece)
        answer.withLock { answer in
            answer.payload += bytes
            if hasLines { answer.payload.append(0x0A) }
        }
        return .accepted
    }

    func fail(_ message: String) {
        answer.withLock { $0.error = JobError(code: "call.input", message: message) }
        done.open()
    }

    func wait() -> Answer {
        done.wait()
        return answer.withLock { $0 }
    }
}
