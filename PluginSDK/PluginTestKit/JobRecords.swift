import PluginSDK
import Synchronization

/// What a harness knows of its jobs: who completed, what was streamed, and which rules were broken.
final class JobRecords: Sendable {
    struct Record: Sendable {
        let operation: String
        let caller: ServiceCaller
        let readsEagerly: Bool
        var answer: HarnessAnswer?
        var unread: [[UInt8]] = []
        var read: [[UInt8]] = []
        var isCancelled = false
        var wasToldCancelled = false
        var isWaitingForRoom = false
    }

    private struct Waiter {
        let token: UInt64
        let isMet: @Sendable (Record) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var lastToken: UInt64 = 0
        var records: [UInt64: Record] = [:]
        var waiters: [UInt64: Waiter] = [:]
        var lastWaiter: UInt64 = 0
        var findings: [PluginFinding] = []
    }

    private let window: Int
    private let state = Mutex(State())

    init(window: Int) { self.window = max(1, window) }

    var findings: [PluginFinding] { state.withLock { $0.findings } }

    func find(_ code: String, _ message: String) {
        state.withLock { $0.findings.append(PluginFinding(code: code, message: message)) }
    }

    func open(_ operation: String, caller: ServiceCaller, readsEagerly: Bool) -> UInt64 {
        state.withLock { state in
            state.lastToken &+= 1
            state.records[state.lastToken] = Record(
                operation: operation, caller: caller, readsEagerly: readsEagerly)
            return state.lastToken
        }
    }

    func record(_ token: UInt64) -> Record? { state.withLock { $0.records[token] } }

    var openJobs: [(token: UInt64, operation: String)] {
        state.withLock { state in
            state.records.filter { $0.value.answer == nil }.map { ($0.key, $0.value.operation) }
                .sorted { $0.token < $1.token }
        }
    }

    func complete(_ token: UInt64, _ answer: HarnessAnswer) {
        change(token) { record, findings in
            guard let known = record else {
                findings.append(
                    PluginFinding(
                        code: "job.unknown", message: "A job that was never given was completed: token \(token)."))
                return
            }
            guard known.answer == nil else {
                findings.append(
                    PluginFinding(
                        code: "job.completed_twice",
                        message: "\(known.operation) completed the same job twice; complete each job exactly once."))
                return
            }
            if let name = answer.misnamedHeader {
                findings.append(
                    PluginFinding(
                        code: "result.header",
                        message: "\(known.operation) answers with the header \"\(name)\"; names are lower-case words, "
                            + "values have no control characters."))
            }
            var answer = answer
            answer.pieces = known.read + known.unread
            record?.answer = answer
        }
    }

    /// The plugin did not take the job.
    func refuse(_ token: UInt64, _ answer: HarnessAnswer) {
        change(token) { record, findings in
            if let taken = record?.answer, let operation = record?.operation {
                findings.append(
                    PluginFinding(
                        code: "job.refused_and_completed",
                        message: "\(operation) completed a job (status \(taken.status)) that its submit did not take."))
            }
            record?.answer = answer
        }
    }

    /// Takes a piece, or says why not; true in `wakes` when an eager reader has to be sent for.
    func emit(_ token: UInt64, _ piece: [UInt8]) -> (status: proctor_status, wakes: Bool) {
        change(token) { record, findings in
            guard let known = record else { return (PROCTOR_CANCELLED, false) }
            if known.answer != nil {
                findings.append(
                    PluginFinding(
                        code: "stream.after_end",
                        message: "\(known.operation) sent a piece after its job was completed."))
                return (PROCTOR_CANCELLED, false)
            }
            if known.wasToldCancelled {
                findings.append(
                    PluginFinding(
                        code: "stream.after_cancel",
                        message: "\(known.operation) sent on after it was told that nobody listens; end the job."))
            }
            if known.isCancelled {
                record?.wasToldCancelled = true
                return (PROCTOR_CANCELLED, false)
            }
            if known.unread.count >= window {
                record?.isWaitingForRoom = true
                return (PROCTOR_BUSY, known.readsEagerly)
            }
            record?.unread.append(piece)
            return (PROCTOR_OK, false)
        }
    }

    /// Reads what is there; true when the plugin has to be told that there is room.
    func takePieces(_ token: UInt64) -> (pieces: [[UInt8]], tellsWritable: Bool) {
        change(token) { record, _ in
            guard let known = record else { return ([], false) }
            record?.read += known.unread
            record?.unread = []
            record?.isWaitingForRoom = false
            return (known.unread, known.isWaitingForRoom && known.answer == nil)
        }
    }

    func cancel(_ token: UInt64) {
        change(token) { record, _ in record?.isCancelled = true }
    }

    /// Waits until something is true of a job; false when the time is up.
    func wait(
        _ token: UInt64, atMost limit: Duration, until isMet: @escaping @Sendable (Record) -> Bool
    ) async -> Bool {
        let id = state.withLock { state in
            state.lastWaiter &+= 1
            return state.lastWaiter
        }
        let timer = Task {
            try await Task.sleep(for: limit)
            state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume(returning: false)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if let record = state.records[token], isMet(record) { return true }
                state.waiters[id] = Waiter(token: token, isMet: isMet, continuation: continuation)
                return false
            }
            if isThere { continuation.resume(returning: true) }
        }
    }

    private func change<Result>(
        _ token: UInt64, _ body: (inout Record?, inout [PluginFinding]) -> Result
    ) -> sending Result {
        var met: [CheckedContinuation<Bool, Never>] = []
        let result = state.withLock { state in
            let result = body(&state.records[token], &state.findings)
            if let record = state.records[token] {
                for (id, waiter) in state.waiters where waiter.token == token && waiter.isMet(record) {
                    state.waiters[id] = nil
                    met.append(waiter.continuation)
                }
            }
            return result
        }
        for continuation in met { continuation.resume(returning: true) }
        return result
    }
}
