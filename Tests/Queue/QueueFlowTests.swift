import HostConfiguration
import HostDispatch
import Testing

@testable import HostQueue

@Suite struct QueueFlowTests {
    private func settings(_ queue: String = "work", concurrency: Int = 2) -> LaneSettings {
        LaneSettings(
            queue: queue, address: LaneAddress(queue: queue), concurrency: concurrency, retry: RetryPolicy(),
            lease: 30_000)
    }

    private func flow(concurrency: Int = 2) -> QueueFlow {
        var flow = QueueFlow()
        flow.route([settings(concurrency: concurrency)], now: 0)
        return flow
    }

    private func jobs(_ claims: Range<Int64>, queue: String = "work", isSuspect: Bool = false) -> [ClaimedJob] {
        claims.map {
            ClaimedJob(
                seq: $0, claim: $0, queue: queue, queueID: 1, id: "\($0)", attempt: 1, isSuspect: isSuspect, due: 0,
                subject: nil, letter: nil, headers: [], payload: [])
        }
    }

    private func result(_ jobs: [ClaimedJob], queue: String = "work", isPartial: Bool = false) -> ClaimResult {
        ClaimResult(queue: queue, jobs: jobs, isPartial: isPartial, isPaused: false)
    }

    private func done(_ job: ClaimedJob) -> Settlement {
        Settlement(job: job, outcome: .done(JobResult(mediaType: "", bytes: [])), time: 0)
    }

    private func back(_ flow: QueueFlow) -> [Int64] {
        flow.settlements.compactMap { settlement in
            guard case .giveBack = settlement.outcome else { return nil }
            return settlement.job.claim
        }
    }

    @Test("the first claim asks for the concurrency and a small buffer")
    func firstClaim() {
        var flow = flow(concurrency: 3)
        #expect(flow.needsRound(at: 0))
        #expect(flow.claims(at: 0) == [ClaimRequest(queue: "work", count: 5, lease: 30_000)])
    }

    @Test("no more run at once than the concurrency; the next starts when one has ended")
    func concurrency() throws {
        var flow = flow()
        _ = flow.claims(at: 0)
        flow.accept([result(jobs(0..<4))], now: 0)
        #expect(flow.startable(at: 0).map(\.claim) == [0, 1])
        #expect(flow.next("work", at: 0) == nil)
        flow.settled(done(jobs(0..<1)[0]), busy: false, at: 0)
        #expect(flow.next("work", at: 0)?.claim == 2)
        #expect(flow.running == 2)
    }

    @Test("a claim that brought fewer than asked for is not repeated until something arrives")
    func emptyQueueIsLeftAlone() {
        var flow = flow()
        _ = flow.claims(at: 0)
        flow.accept([result([])], now: 0)
        #expect(!flow.needsRound(at: 0))
        flow.wake("work")
        #expect(flow.needsRound(at: 0))
    }

    @Test("what arrives while a claim is under way is asked for again")
    func arrivalDuringClaim() {
        var flow = flow()
        _ = flow.claims(at: 0)
        flow.wake("work")
        flow.accept([result([])], now: 0)
        #expect(flow.needsRound(at: 0))
    }

    @Test("the buffer grows with what is finished, up to its bound, and shrinks when jobs are slow")
    func bufferFollowsSpeed() {
        var flow = flow()
        var next: Int64 = 0
        var asked: [Int] = []
        for round in 0..<40 {
            let count = flow.claims(at: 0).first?.count ?? 0
            asked.append(count)
            let claimed = jobs(next..<(next + Int64(count)))
            next += Int64(count)
            flow.accept([result(claimed, isPartial: true)], now: 0)
            guard round < 20 else { continue }
            while let job = flow.next("work", at: 0) { flow.settled(done(job), busy: false, at: 0) }
            _ = flow.takeSettlements()
        }
        #expect(asked[0] == 4)
        #expect(asked[19] == 2 + Lane.mostBuffer)
        // Nothing is finished any more: the window fills once, and then nothing is claimed.
        #expect(asked[25...].allSatisfy { $0 == 0 })
    }

    @Test("a busy processor gets fewer at once, after a pause that grows, and more again when it is well")
    func busy() {
        var flow = flow(concurrency: 4)
        _ = flow.claims(at: 0)
        flow.accept([result(jobs(0..<6))], now: 0)
        let started = flow.startable(at: 0)
        #expect(started.count == 4)
        flow.settled(done(started[0]), busy: true, at: 0)
        #expect(flow.next("work", at: 0) == nil)
        #expect(flow.heldUntil(at: 0) == Lane.firstHold)
        // Three still run, and that is all it may have.
        #expect(flow.next("work", at: Lane.firstHold) == nil)
        flow.settled(done(started[1]), busy: false, at: Lane.firstHold)
        #expect(flow.startable(at: Lane.firstHold).count == 2)
        flow.settled(done(started[2]), busy: true, at: Lane.firstHold)
        flow.settled(done(started[3]), busy: true, at: Lane.firstHold)
        flow.accept([result(jobs(6..<7))], now: 0)
        #expect(flow.heldUntil(at: Lane.firstHold) == Lane.firstHold * 3)
    }

    @Test("a queue whose binding goes is given back but for what runs")
    func unbound() {
        var flow = flow()
        _ = flow.claims(at: 0)
        flow.accept([result(jobs(0..<4))], now: 0)
        let started = flow.startable(at: 0)
        flow.route([], now: 0)
        #expect(back(flow) == [2, 3])
        #expect(flow.next("work", at: 0) == nil)
        #expect(flow.lanes.count == 1)
        for job in started { flow.settled(done(job), busy: false, at: 0) }
        #expect(flow.lanes.isEmpty)
    }

    @Test("claims that arrive for a queue that has gone are given back")
    func lateClaims() {
        var flow = flow()
        _ = flow.claims(at: 0)
        flow.route([], now: 0)
        flow.accept([result(jobs(0..<2))], now: 0)
        #expect(back(flow) == [0, 1])
    }

    @Test("a paused queue claims nothing and gives back what has not begun")
    func pause() {
        var flow = flow()
        _ = flow.claims(at: 0)
        flow.accept([result(jobs(0..<4))], now: 0)
        _ = flow.startable(at: 0)
        flow.pause(now: 0)
        #expect(back(flow) == [2, 3])
        _ = flow.takeSettlements()
        flow.wake("work")
        #expect(!flow.needsRound(at: 0))
        #expect(!flow.isSettled)
        flow.accept([result(jobs(4..<5))], now: 0)
        #expect(back(flow) == [4])
    }

    @Test("the operator's pause holds one queue, and its end lets it go on")
    func operatorPause() {
        var flow = flow()
        flow.setPaused(["work"], now: 0)
        #expect(!flow.needsRound(at: 0))
        flow.setPaused([], now: 0)
        #expect(flow.needsRound(at: 0))
    }

    @Test("what is not written stays, in its order, and is written first")
    func restore() {
        var flow = flow()
        let claims = flow.claims(at: 0)
        flow.accept([result(jobs(0..<2))], now: 0)
        let started = flow.startable(at: 0)
        flow.settled(done(started[0]), busy: false, at: 0)
        let unwritten = flow.takeSettlements()
        flow.settled(done(started[1]), busy: false, at: 0)
        flow.restore(unwritten, claims)
        #expect(flow.settlements.map(\.job.claim) == [0, 1])
        #expect(flow.held == [0, 1])
        #expect(flow.claims(at: 0).count == 1)
    }

    @Test("jobs whose lease has run out are not begun")
    func expiredLease() {
        var flow = flow()
        _ = flow.claims(at: 0)
        flow.accept([result(jobs(0..<4))], now: 0)
        let beat: UInt64 = 1_000_000_000
        flow.dropExpired(beat: beat, at: beat + 29_999_999_999, now: 0)
        flow.dropExpired(beat: beat, at: beat - 1, now: 0)
        #expect(back(flow).isEmpty)
        flow.dropExpired(beat: beat, at: beat + 30_000_000_000, now: 0)
        #expect(back(flow) == [0, 1, 2, 3])
    }

    @Test("one suspect at a time; its end wakes every queue")
    func suspects() {
        var flow = flow()
        _ = flow.claims(at: 0)
        #expect(flow.takesSuspect)
        flow.accept([result(jobs(0..<1, isSuspect: true))], now: 0)
        #expect(!flow.takesSuspect)
        let job = flow.startable(at: 0)[0]
        #expect(!flow.needsRound(at: 0))
        flow.settled(done(job), busy: false, at: 0)
        #expect(flow.takesSuspect)
        _ = flow.takeSettlements()
        #expect(flow.needsRound(at: 0))
    }

    @Test("a reload that changes the concurrency holds at once")
    func changedConcurrency() {
        var flow = flow()
        _ = flow.claims(at: 0)
        flow.accept([result(jobs(0..<4))], now: 0)
        flow.route([settings(concurrency: 3)], now: 0)
        #expect(flow.startable(at: 0).count == 3)
        flow.route([settings(concurrency: 1)], now: 0)
        flow.settled(done(jobs(0..<1)[0]), busy: false, at: 0)
        flow.settled(done(jobs(1..<2)[0]), busy: false, at: 0)
        #expect(flow.next("work", at: 0) == nil)
    }
}
