import HostConfiguration
import HostDispatch
import HostThreads
import Logging
import Synchronization

/// What becomes of the jobs of a binding, as it was when they were taken.
final class JobTerms: Sendable {
    let bound: BoundQueue
    let terms: SettlementTerms
    /// Where callbacks go; nil when there is no callback.
    let callbacks: (any MessagePublishing)?
    /// Where copies for the ladder go; nil when there is no ladder.
    let copies: (any MessagePublishing)?

    init(_ bound: BoundQueue, callbacks: (any MessagePublishing)?, copies: (any MessagePublishing)?) {
        self.bound = bound
        self.callbacks = callbacks
        self.copies = copies
        terms = bound.terms
    }
}

/// One delivery of a queue, from its arrival to its settlement; also the receiver of each of its attempts.
///
/// It belongs to the consumer's thread, but for an attempt: from the submission until the news of its end.
final class QueueJob: DeliveryReceiver, @unchecked Sendable {  // one thread at a time, as said above
    let message: IncomingMessage
    let id: String
    let place: AckLedger.Place
    let terms: JobTerms
    let lane: ConsumerLane

    var count: AttemptCount
    /// Why the job has failed for good: the failure's own operation runs.
    var failure: JobError?
    var isSuspect = false
    /// The processor had no room: the last attempt was none.
    var wasRefused = false
    /// Whether its place at the processor is free again.
    var hasLeft = true
    /// What the attempt runs.
    var operation = ""
    /// Of an answer that does not name its own.
    var mediaType = ""
    /// When the attempt, then the publishing, began.
    var began: UInt64 = 0
    private let pieces = Mutex<[UInt8]?>(nil)

    init(
        message: IncomingMessage, id: String, place: AckLedger.Place, count: AttemptCount, terms: JobTerms,
        lane: ConsumerLane
    ) {
        (self.message, self.id, self.place, self.count) = (message, id, place, count)
        (self.terms, self.lane) = (terms, lane)
    }

    /// Another attempt is about to begin.
    func beginAttempt() {
        count.tries += 1
        (wasRefused, hasLeft) = (false, false)
        // What a handler still sent that had lost its job.
        pieces.withLock { $0 = nil }
    }

    // MARK: Any thread

    func settle(_ completion: borrowing Completion) {
        if isSuspect { lane.seat.leave() }
        let streamed = pieces.withLock { pieces in
            defer { pieces = nil }
            return pieces
        }
        var end = AttemptEnd(
            status: completion.status, error: completion.error, isHostsDoing: completion.isHostsDoing)
        let size = max(completion.payload.count, streamed?.count ?? 0)
        let isTooLarge = terms.terms.hasCallback && size > Self.largestAnswer
        if isTooLarge { end = AttemptEnd(status: .reject, error: Self.tooLarge) }
        var verdict = SettlementTable.verdict(
            end, count, terms.terms, isFailure: failure != nil,
            isLeaving: lane.isLeaving.load(ordering: .relaxed),
            chance: end.status == .ok ? 0 : Double.random(in: 0...1))
        // No fault of the message's: whoever sent it has to hear of it.
        if isTooLarge, failure == nil { verdict = SettlementTable.final(terms.terms) }
        if lane.log.logLevel <= .debug { span("\(lane.queue) process", isFailed: end.status != .ok) }
        // One whose channel is gone comes again: its callback would only be a repetition.
        guard verdict == .callback, place.epoch == lane.epoch.load(ordering: .relaxed) else {
            return lane.post(.ended(self, verdict, end.error))
        }
        if lane.isShort.load(ordering: .relaxed) {
            hasLeft = true
            lane.post(.left(self))
        }
        publishCallback(completion, streamed)
    }

    /// A streamed answer is put together; JSON documents become lines.
    func take(piece: UnsafeRawBufferPointer) -> PieceVerdict {
        guard terms.terms.hasCallback else { return .accepted }
        return pieces.withLock { pieces in
            var bytes = pieces ?? []
            pieces = nil
            defer { pieces = bytes }
            bytes.append(contentsOf: piece)
            if mediaType == "application/json" || mediaType == "application/x-ndjson" {
                bytes.append(UInt8(ascii: "\n"))
            }
            return bytes.count > Self.largestAnswer ? .closed : .accepted
        }
    }

    private func publishCallback(_ completion: borrowing Completion, _ streamed: [UInt8]?) {
        guard let settings = terms.bound.callback, let publisher = terms.callbacks else {
            let reason = "nothing publishes to the broker \(terms.bound.callback?.broker ?? "")"
            return lane.post(.published(self, .failed(code: "broker.unreachable", message: reason)))
        }
        let ownType = mediaType == "application/json" && streamed != nil ? "application/x-ndjson" : mediaType
        let request = OutgoingMessages.callback(
            settings, service: terms.bound.processor, job: id, operation: operation, command: message.properties,
            answer: streamed ?? [UInt8](completion.payload), mediaType: completion.mediaType ?? ownType,
            messageID: completion.headers.first { $0.name == "message-id" }?.value)
        publish(request, by: publisher, "callback publish")
    }

    /// Publishes; the consumer hears of the end.
    func publish(_ request: PublishRequest, by publisher: any MessagePublishing, _ name: String) {
        let isTraced = lane.log.logLevel <= .debug
        if isTraced { began = MonotonicClock.now() }
        publisher.publish(request) { [self] outcome in
            if isTraced { span(name, isFailed: outcome != .confirmed) }
            lane.post(.published(self, outcome))
        }
    }

    private func span(_ name: String, isFailed: Bool) {
        var metadata: Logger.Metadata = [
            "span": "\(name)", "job": "\(id)", "operation": "\(operation)", "failed": "\(isFailed)",
            "microseconds": "\((MonotonicClock.now() &- began) / 1_000)",
        ]
        if let text = EnvelopeHeaders.first("traceparent", of: message.properties),
            let trace = text.split(separator: "-").dropFirst().first
        {
            metadata["trace"] = "\(EnvelopeHeaders.text(String(trace), most: 32))"
        }
        lane.log.debug("span", metadata: metadata)
    }

    /// What RabbitMQ takes by default, 4.0 and later.
    static let largestAnswer = 16 << 20

    private static let tooLarge = JobError(
        code: "callback.too_large",
        message: """
            the answer is larger than the \(largestAnswer >> 20) MiB that a message may have: put large answers into a \
            blob and send its name
            """)
}
