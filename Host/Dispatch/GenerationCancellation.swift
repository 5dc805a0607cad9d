import CPluginABI
import HostThreads
import Synchronization

/// How jobs end before their handlers do, and how streams and services speak with the plugin meanwhile.
extension Generation {
    // MARK: Cancellation and deadlines

    /// Tells the plugin, or settles a job that only waits. The caller is counted in meanwhile: a job that ends in the
    /// same moment must not let the drain end, and the instance go, under the call into the plugin. [any]
    func cancel(_ token: UInt64) {
        enter()
        defer { leave() }
        switch jobs.withLock({ $0.cancel(token) }) {
        case .tell:
            markCancelled(token)
            if let instance { table.cancel(instance, token) }
        case .settle(let delivery):
            if delivery.drained.load(ordering: .relaxed) {
                settle(delivery, .retry, Self.drainExpired, isHostsDoing: true)
            } else {
                settle(
                    delivery, .cancelled, JobError(code: "job.cancelled", message: "cancelled while it waited"),
                    isHostsDoing: true)
            }
        case .unknown: break
        }
    }

    private func markCancelled(_ token: UInt64) {
        let delivery = jobs.withLock { $0.entries[token]?.delivery }
        delivery?.cancelled.store(true, ordering: .releasing)
    }

    func isCancelled(_ token: UInt64) -> Bool {
        guard let entry = jobs.withLock({ $0.entries[token] }) else { return true }
        return entry.phase == .fenced || entry.cancelAsked
            || (entry.deadline > 0 && MonotonicClock.now() >= entry.deadline)
    }

    func sweep(now: UInt64) -> UInt64? {
        let due = jobs.withLock { $0.overdue(now: now, grace: graceNanoseconds) }
        for token in due.cancel {
            delivery(token)?.overdue.store(true, ordering: .relaxed)
            cancel(token)
        }
        for token in due.fence { takeBack(token, deadlineExceeded) }
        return due.next
    }

    /// Settles a job over the head of its handler, whose completion will then come late.
    private func takeBack(_ token: UInt64, _ error: JobError) {
        enter()
        defer { leave() }
        let (waited, told, taken) = jobs.withLock { jobs in
            let entry = jobs.entries[token]
            return (entry?.phase == .waiting, entry?.cancelAsked ?? false, jobs.fence(token))
        }
        guard let delivery = taken else { return }
        delivery.cancelled.store(true, ordering: .releasing)
        if !waited {
            statistics.overran()
            // A sweep that came late: the handler has to hear it once, or it may wait for ever.
            if !told, let instance { table.cancel(instance, token) }
        }
        settle(
            delivery, .retry, error, keepsEntry: !waited,
            isHostsDoing: waited || delivery.drained.load(ordering: .relaxed))
    }

    var deadlineExceeded: JobError {
        JobError(
            code: "job.deadline_exceeded",
            message: "the job did not end within \(limits.timeout?.formatted ?? "its time")",
            httpStatus: 504)
    }

    static let drainExpired = JobError(
        code: "job.drain_expired", message: "the job did not end before the drain's deadline", httpStatus: 503)

    /// The drain's time is up: tells every open job that it is cancelled. [control]
    public func cancelAll() {
        for token in jobs.withLock({ $0.unfinished() }) {
            delivery(token)?.drained.store(true, ordering: .relaxed)
            cancel(token)
        }
    }

    /// Takes every open job back; handlers that still run are stuck. [control]
    public func takeBackAll() {
        for token in jobs.withLock({ $0.unfinished() }) { takeBack(token, Self.drainExpired) }
    }

    // MARK: Streams

    func emit(_ token: UInt64, _ piece: UnsafeRawBufferPointer) -> proctor_status {
        guard let entry = jobs.withLock({ $0.entries[token] }), entry.phase == .running, !entry.cancelAsked else {
            return PROCTOR_CANCELLED
        }
        switch entry.delivery.receiver.take(piece: piece) {
        case .accepted: return PROCTOR_OK
        case .full: return PROCTOR_BUSY
        case .closed: return PROCTOR_CANCELLED
        }
    }

    /// A stream has room again. A client may still take pieces of a job that has long ended, so it is the open job,
    /// with the caller counted in before the look, that keeps the instance there for the call. [any]
    func writable(_ token: UInt64) {
        enter()
        defer { leave() }
        guard jobs.withLock({ $0.entries[token]?.phase == .running }) else { return }
        if let instance, let tell = table.on_writable { tell(instance, token) }
    }

    func reply(tag: UInt64, _ answer: ServiceAnswer) {
        guard let instance, let tell = table.on_reply else { return }
        answer.payload.withUnsafeBytes { bytes in
            tell(instance, tag, answer.status.abiValue, proctor_bytes(data: bytes.baseAddress, size: bytes.count))
        }
    }
}

extension Duration {
    var formatted: String {
        let milliseconds = nanoseconds / 1_000_000
        return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }
}
