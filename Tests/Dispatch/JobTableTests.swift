import Fuzzing
import Testing

@testable import HostDispatch

/// Takes the end of a job and forgets it.
private struct Deaf: DeliveryReceiver {
    func settle(_ completion: borrowing Completion) {}
}

@Suite struct JobTableTests {
    private func delivery(_ id: String = "1", from start: DeadlineStart = .arrival) -> Delivery {
        Delivery(
            envelope: JobEnvelope(id: id, operation: "a.b", headers: []), payload: [UInt8](), receiver: Deaf(),
            received: 0, deadlineFrom: start)
    }

    private func tokenOf(_ admission: JobTable.Admission) -> UInt64? {
        switch admission {
        case .start(let token), .wait(let token): token
        case .full, .closed: nil
        }
    }

    @Test func admitsUpToConcurrencyThenQueuesThenRefuses() {
        var table = JobTable(number: 1, concurrency: 1, queueBound: 1)
        guard case .start = table.admit(delivery(), deadline: 0) else { return #expect(Bool(false)) }
        guard case .wait = table.admit(delivery(), deadline: 0) else { return #expect(Bool(false)) }
        #expect(table.admit(delivery(), deadline: 0) == .full)
        #expect(table.runningCount == 1)
        #expect(table.waitingCount == 1)
    }

    @Test func tokensCarryTheGenerationAndAreNeverUsedTwice() throws {
        var table = JobTable(number: 7, concurrency: 2, queueBound: 0)
        let first = try #require(tokenOf(table.admit(delivery(), deadline: 0)))
        _ = table.finish(first)
        let second = try #require(tokenOf(table.admit(delivery(), deadline: 0)))
        #expect(first >> 40 == 7)
        #expect(second != first)
    }

    @Test func finishingStartsTheOneThatWaitsLongest() throws {
        var table = JobTable(number: 1, concurrency: 1, queueBound: 2)
        let running = try #require(tokenOf(table.admit(delivery("a"), deadline: 0)))
        let second = try #require(tokenOf(table.admit(delivery("b"), deadline: 0)))
        _ = table.admit(delivery("c"), deadline: 0)
        guard case .settle(let ended, let next) = table.finish(running) else { return #expect(Bool(false)) }
        #expect(ended.envelope.id == "a")
        #expect(next == second)
    }

    @Test func aSecondCompletionIsUnknown() throws {
        var table = JobTable(number: 1, concurrency: 1, queueBound: 0)
        let token = try #require(tokenOf(table.admit(delivery(), deadline: 0)))
        guard case .settle = table.finish(token), case .unknown = table.finish(token) else {
            return #expect(Bool(false))
        }
    }

    @Test func aCompletionOfAJobThatStillWaitsIsUnknown() throws {
        var table = JobTable(number: 1, concurrency: 1, queueBound: 1)
        _ = table.admit(delivery(), deadline: 0)
        let waiting = try #require(tokenOf(table.admit(delivery(), deadline: 0)))
        guard case .unknown = table.finish(waiting) else { return #expect(Bool(false)) }
        #expect(table.waitingCount == 1)
    }

    @Test func aFencedJobKeepsItsSlotUntilItsHandlerIsDone() throws {
        var table = JobTable(number: 1, concurrency: 1, queueBound: 1)
        let stuck = try #require(tokenOf(table.admit(delivery(), deadline: 5)))
        let waiting = try #require(tokenOf(table.admit(delivery(), deadline: 0)))
        #expect(table.fence(stuck) != nil)
        #expect(table.fence(stuck) == nil)
        #expect(table.fencedCount == 1)
        guard case .late(_, let next) = table.finish(stuck) else { return #expect(Bool(false)) }
        #expect(next == waiting)
    }

    @Test func cancellingTellsARunningJobOnceAndSettlesAWaitingOne() throws {
        var table = JobTable(number: 1, concurrency: 1, queueBound: 1)
        let running = try #require(tokenOf(table.admit(delivery("a"), deadline: 0)))
        let waiting = try #require(tokenOf(table.admit(delivery("b"), deadline: 0)))
        guard case .tell = table.cancel(running), case .unknown = table.cancel(running) else {
            return #expect(Bool(false))
        }
        guard case .settle(let ended) = table.cancel(waiting) else { return #expect(Bool(false)) }
        #expect(ended.envelope.id == "b")
        guard case .settle(_, let next) = table.finish(running) else { return #expect(Bool(false)) }
        #expect(next == nil)
    }

    @Test func jobsThatLeaveTheLineLeaveNothingBehindWhileEverySlotIsHeld() throws {
        var table = JobTable(number: 1, concurrency: 1, queueBound: 2)
        _ = table.admit(delivery(), deadline: 0)
        let stays = try #require(tokenOf(table.admit(delivery("stays"), deadline: 0)))
        for _ in 0..<10_000 {
            let token = try #require(tokenOf(table.admit(delivery(), deadline: 0)))
            _ = table.cancel(token)
        }
        #expect(table.waiting.count < 100)
        #expect(table.waiting.first == stays)
    }

    @Test func overdueJobsAreCancelledThenFencedAndTheNextLookIsNamed() throws {
        var table = JobTable(number: 1, concurrency: 1, queueBound: 1)
        let running = try #require(tokenOf(table.admit(delivery(), deadline: 100)))
        let waiting = try #require(tokenOf(table.admit(delivery(), deadline: 200)))
        var due = table.overdue(now: 50, grace: 10)
        #expect(due.cancel.isEmpty && due.fence.isEmpty && due.next == 100)
        due = table.overdue(now: 100, grace: 10)
        #expect(due.cancel == [running] && due.fence.isEmpty && due.next == 110)
        _ = table.cancel(running)
        due = table.overdue(now: 205, grace: 10)
        #expect(due.cancel.isEmpty && Set(due.fence) == [running, waiting])
    }

    @Test("a job for whose answer nobody waits cannot be late while it waits itself: its time runs from its start")
    func deadlineFromStart() throws {
        var table = JobTable(number: 1, concurrency: 1, queueBound: 2)
        let running = try #require(tokenOf(table.admit(delivery("a", from: .start), deadline: 100)))
        let second = try #require(tokenOf(table.admit(delivery("b", from: .start), deadline: 100)))
        let third = try #require(tokenOf(table.admit(delivery("c"), deadline: 500)))
        #expect(table.overdue(now: 150, grace: 10).fence == [running])
        _ = table.finish(running)
        #expect(table.overdue(now: 300, grace: 10) == (cancel: [], fence: [], next: 500))
        #expect(table.start(second, deadline: 400)?.deadline.load(ordering: .relaxed) == 400)
        #expect(table.overdue(now: 405, grace: 10) == (cancel: [second], fence: [], next: 410))
        _ = table.finish(second)
        // Somebody waits for this one, since it came.
        #expect(table.start(third, deadline: 900)?.deadline.load(ordering: .relaxed) == 500)
        #expect(table.start(second, deadline: 900) == nil)
    }

    /// Random walks: whatever happens, each delivery ends exactly once and the counts agree.
    @Test func everyAdmittedJobEndsExactlyOnceInAnyOrderOfEvents() {
        var random = SeededRandom(42)
        for _ in 0..<200 {
            var table = JobTable(number: 1, concurrency: Int(random.next() % 3) + 1, queueBound: Int(random.next() % 4))
            var admitted: [UInt64] = []
            var settled = 0
            var started: Set<UInt64> = []
            for _ in 0..<100 {
                switch random.next() % 4 {
                case 0:
                    let admission = table.admit(delivery(), deadline: 0)
                    if let token = tokenOf(admission) { admitted.append(token) }
                    if case .start(let token) = admission { started.insert(token) }
                case 1:
                    guard let token = admitted.randomElement(using: &random) else { continue }
                    switch table.finish(token) {
                    case .settle(_, let next):
                        settled += 1
                        if let next { started.insert(next) }
                        #expect(started.contains(token))
                    case .late(_, let next): if let next { started.insert(next) }
                    case .unknown: break
                    }
                case 2:
                    guard let token = admitted.randomElement(using: &random) else { continue }
                    if case .settle = table.cancel(token) { settled += 1 }
                default:
                    guard let token = admitted.randomElement(using: &random) else { continue }
                    if table.fence(token) != nil { settled += 1 }
                }
                #expect(table.runningCount >= 0 && table.waitingCount >= 0)
            }
            for token in table.unfinished() where table.fence(token) != nil { settled += 1 }
            #expect(settled == admitted.count)
        }
    }
}
