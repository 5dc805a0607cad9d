import CPluginABI
import HostObservability
import HostThreads
import Logging
import Synchronization

/// The way of a job through its generation: in, to the plugin, and back to its source exactly once.
extension Generation {
    // MARK: Entering, from any thread

    /// Counts a caller in, so that a drain waits for it. The caller then checks that this is still the generation
    /// that the routing names, and leaves if not.
    func enter() { entered.add(1, ordering: .sequentiallyConsistent) }

    func leave() {
        let (_, left) = entered.subtract(1, ordering: .sequentiallyConsistent)
        if left == 0, retired.load(ordering: .sequentiallyConsistent) { tellIdle() }
    }

    /// Calls `whenIdle` once, when the last job has left. Only after a routing without this generation was published.
    public func retire(whenIdle: @escaping @Sendable () -> Void) {
        idle.withLock { $0 = whenIdle }
        retired.store(true, ordering: .sequentiallyConsistent)
        if entered.load(ordering: .sequentiallyConsistent) == 0 { tellIdle() }
    }

    private func tellIdle() {
        let tell = idle.withLock { idle in
            defer { idle = nil }
            return idle
        }
        tell?()
    }

    /// Takes a delivery from a caller that has entered. The caller's entry passes to the job.
    func submit(_ delivery: Delivery) -> JobTicket? {
        switch jobs.withLock({ $0.admit(delivery, deadline: deadline(from: delivery.received)) }) {
        case .start(let token):
            expectDeadline(of: delivery)
            pool.enqueue(.job(token, delivery))
            return JobTicket(generation: self, token: token)
        case .wait(let token):
            expectDeadline(of: delivery)
            return JobTicket(generation: self, token: token)
        case .full:
            settle(
                delivery, .busy,
                JobError(
                    code: "job.queue_full",
                    message: "\(processor) has \(limits.concurrency) jobs running and \(limits.queue) waiting",
                    retryAfter: .seconds(1)),
                isHostsDoing: true)
            return nil
        case .closed:
            settle(
                delivery, .retry, JobError(code: "job.draining", message: "\(processor) is being replaced"),
                isHostsDoing: true)
            return nil
        }
    }

    private func expectDeadline(of delivery: Delivery) {
        let deadline = delivery.deadline.load(ordering: .relaxed)
        if deadline > 0 { timeKeeper.expect(deadline) }
    }

    // MARK: The way of a job

    /// A place has become free for a job that waited.
    private func begin(waiting token: UInt64) {
        let deadline = deadline(from: MonotonicClock.now())
        guard let delivery = jobs.withLock({ $0.start(token, deadline: deadline) }) else { return }
        expectDeadline(of: delivery)
        pool.enqueue(.job(token, delivery))
    }

    /// Hands a started job to the plugin. [worker]
    func begin(_ token: UInt64, _ delivery: Delivery) {
        // The plugin may complete the job before it returns: the drain, and with it stop, waits for the return.
        enter()
        defer { leave() }
        guard let instance else { return end(token, .retry, Self.noInstance) }
        if delivery.cancelled.load(ordering: .acquiring) {
            return end(token, .cancelled, JobError(code: "job.cancelled", message: "cancelled before it began"))
        }
        if let record,
            let slot = record.enter(
                delivery.envelope, attempt: delivery.attempt, generation: number, processor: processor)
        {
            delivery.recorded.store(slot, ordering: .relaxed)
        }
        var error = proctor_error()
        error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
        let deadline = delivery.deadline.load(ordering: .relaxed)
        let status = delivery.envelope.withJob { job in
            delivery.payload.withUnsafeBytes { payload in
                job.attempt = delivery.attempt
                job.token = token
                job.deadline_ns = deadline
                job.payload = proctor_bytes(data: payload.baseAddress, size: payload.count)
                return table.submit(instance, &job, &error)
            }
        }
        if status != PROCTOR_OK { end(token, JobStatus(status), JobError(error)) }
    }

    /// The handler is done: a crash from here on is not this job's.
    private func forget(_ delivery: Delivery) {
        let slot = delivery.recorded.exchange(-1, ordering: .relaxed)
        if slot >= 0 { record?.leave(slot) }
    }

    private func end(_ token: UInt64, _ status: JobStatus, _ error: JobError) {
        complete(
            token, status: status, payload: UnsafeRawBufferPointer(start: nil, count: 0), mediaType: nil, error: error)
    }

    /// The plugin's word that a job has ended. [any]
    func complete(
        _ token: UInt64, status: JobStatus, payload: UnsafeRawBufferPointer, mediaType: String?, error: JobError?,
        headers: [(name: String, value: String)] = []
    ) {
        let next: UInt64?
        switch jobs.withLock({ $0.finish(token) }) {
        case .settle(let delivery, let waiting):
            next = waiting
            forget(delivery)
            if status == .cancelled, delivery.overdue.load(ordering: .relaxed) {
                settle(delivery, .retry, deadlineExceeded)
            } else if status == .cancelled, delivery.drained.load(ordering: .relaxed) {
                settle(delivery, .retry, Self.drainExpired, isHostsDoing: true)
            } else {
                settle(delivery, status, error, payload: payload, mediaType: mediaType, headers: headers)
            }
        case .late(let delivery, let waiting):
            next = waiting
            forget(delivery)
            statistics.late()
            leave()
        case .unknown:
            statistics.unknown()
            log.warning("a completion for no open job was ignored", metadata: ["token": "\(token)"])
            return
        }
        if status == .fatal, !broken.exchange(true, ordering: .relaxed) { onBroken(number) }
        if let next { begin(waiting: next) }
    }

    func settle(
        _ delivery: Delivery, _ status: JobStatus, _ error: JobError?,
        payload: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0), mediaType: String? = nil,
        headers: [(name: String, value: String)] = [], keepsEntry: Bool = false, isHostsDoing: Bool = false
    ) {
        let seconds = Double(MonotonicClock.now() &- delivery.received) / 1e9
        statistics.settled(
            operation: delivery.envelope.operation, origin: delivery.origin, status: status,
            isFailure: headers.contains { $0.name == "outcome" && $0.value == "failure" }, seconds: seconds)
        if status != .ok {
            log.log(
                level: status == .fatal ? .error : .info, "job ended \(status.rawValue)",
                metadata: logFields(delivery).merging([
                    "code": "\(error?.code ?? "")", "reason": "\(error?.message ?? "")",
                ]) { $1 })
        }
        delivery.receiver.settle(
            Completion(
                status: status, payload: payload, mediaType: mediaType, error: error, headers: headers,
                isHostsDoing: isHostsDoing))
        if !keepsEntry { leave() }
    }
}
