import GRDB
import HostDatabase
import HostDeadLetters
import HostDispatch
import Testing

@testable import HostQueue

/// The queue's transactions on a real file, one at a time.
@Suite struct QueueStorageTests {
    let store: TestStore
    let clock = TestClock()
    let owner: TestOwner

    init() throws {
        store = try TestStore()
        owner = TestOwner(store, clock)
        try owner.round(isFirst: true)
    }

    // MARK: Putting and claiming

    @Test("the highest priority is claimed first, then the oldest")
    func order() throws {
        try owner.put([
            .work("a"), .work("b", priority: 5), .work("c"), .work("d", priority: -1), .work("e", priority: 5),
        ])
        #expect(try owner.claim(10).map(\.id) == ["b", "e", "a", "c", "d"])
    }

    @Test("a claimed job is claimed by nobody else")
    func claimedOnce() throws {
        let other = TestOwner(store, clock, host: "other")
        try other.round(isFirst: true)
        try owner.put((0..<10).map { .work("\($0)") })
        let mine = try owner.claim(6).map(\.id)
        let theirs = try other.claim(6).map(\.id)
        #expect(mine.count == 6)
        #expect(theirs.count == 4)
        #expect(Set(mine).isDisjoint(with: theirs))
    }

    @Test("payload and headers come back as they were put, with those that every job has")
    func content() throws {
        try owner.put([.work("a", headers: [("x-tenant-slug", "학원"), ("content-type", "text/plain")])])
        let job = try #require(try owner.claim(1).first)
        #expect(job.payload == Array("payload of a".utf8))
        let headers = Dictionary(uniqueKeysWithValues: job.headers.map { ($0.name, $0.value) })
        #expect(headers["x-tenant-slug"] == "학원")
        #expect(headers["content-type"] == "text/plain")
        #expect(headers["traceparent"]?.count == 55)
        #expect(job.attempt == 1)
        #expect(headers["x-subject-id"] == nil)
        try owner.put([NewJob(queue: "work", payload: [], subject: "s")])
        #expect(try owner.claim(1)[0].headers.contains { $0.name == "x-subject-id" && $0.value == "s" })
    }

    @Test("a job whose id waits, runs or is in the history is a duplicate, but not in another queue")
    func duplicates() throws {
        #expect(try owner.put([.work("a"), .work("a")])[1] == .duplicate)
        let job = try owner.claim(1)[0]
        #expect(try owner.put([.work("a")]) == [.duplicate])
        try owner.round(settlements: [owner.end(job, .done(JobResult(mediaType: "", bytes: [])))])
        #expect(try owner.put([.work("a")]) == [.duplicate])
        let elsewhere = NewJob(queue: "other", id: "a", payload: [])
        #expect(try owner.put([elsewhere]) == [.added(due: clock.now, isDelayed: false)])
    }

    @Test("a full queue refuses, says so of a duplicate first, and takes again when a job has begun")
    func limit() throws {
        try owner.put([.work("a"), .work("b", delay: .seconds(5))], limit: 2)
        #expect(try owner.put([.work("c"), .work("a")], limit: 2) == [.full, .duplicate])
        _ = try owner.claim(1)
        #expect(try owner.put([.work("c")], limit: 2) == [.added(due: clock.now, isDelayed: false)])
    }

    @Test("a delayed job is claimed when its time has come and not before")
    func delay() throws {
        try owner.put([.work("later", delay: .milliseconds(1_500)), .work("sooner", delay: .milliseconds(500))])
        #expect(try owner.claim(5).isEmpty)
        clock.advance(499)
        #expect(try owner.round(claims: [("work", 5)], promotes: true).due == NextDue(time: TestClock.start + 500))
        clock.advance(1)
        let first = try owner.round(claims: [("work", 5)], promotes: true)
        #expect(first.claims[0].jobs.map(\.id) == ["sooner"])
        #expect(first.due == NextDue(time: TestClock.start + 1_500))
        clock.advance(1_000)
        let second = try owner.round(claims: [("work", 5)], promotes: true)
        #expect(second.claims[0].jobs.map(\.id) == ["later"])
        #expect(second.due == NextDue(time: nil))
    }

    @Test("a claim brings no more bytes into memory than its bound, and says that there is more")
    func boundedClaim() throws {
        let large = [UInt8](repeating: 7, count: JobClaimer.mostBytes / 2)
        try owner.put((0..<4).map { NewJob(queue: "work", id: "\($0)", payload: large) })
        let claim = try owner.round(claims: [("work", 10)]).claims[0]
        #expect(claim.jobs.count == 3)
        #expect(claim.isPartial)
    }

    @Test("ids and payloads that cannot be kept are refused")
    func refusals() {
        #expect(IncomingJob(.work(""), limit: 1).refusal?.code == "queue.bad_id")
        let long = String(repeating: "x", count: IncomingJob.longestID + 1)
        #expect(IncomingJob(.work(long), limit: 1).refusal?.code == "queue.bad_id")
        #expect(IncomingJob(NewJob(queue: "work", payload: []), limit: 1).refusal == nil)
    }

    // MARK: Settling

    @Test("a job that is done leaves its result and no payload")
    func done() throws {
        try owner.put([.work("a")])
        let job = try owner.claim(1)[0]
        try owner.round(settlements: [owner.end(job, .done(JobResult(mediaType: "text/plain", bytes: [1, 2])))])
        #expect(try store.state("a") == .done)
        #expect(try store.read("SELECT count(*) FROM queue_payloads", as: Int.self) == 0)
        #expect(try store.read("SELECT size FROM queue_results", as: Int.self) == 2)
    }

    @Test("of a result beyond the bound only the size is kept")
    func largeResult() throws {
        try owner.put([.work("a")])
        let job = try owner.claim(1)[0]
        let large = [UInt8](repeating: 0, count: JobSettler.largestResult + 1)
        try owner.round(settlements: [owner.end(job, .done(JobResult(mediaType: "text/plain", bytes: large)))])
        #expect(try store.read("SELECT size FROM queue_results WHERE body IS NULL", as: Int.self) == large.count)
    }

    @Test("a retried job waits and counts its attempt; one given back does not count it")
    func attempts() throws {
        try owner.put([.work("a")])
        let first = try owner.claim(1)[0]
        let error = JobError(code: "llm.away", message: "no answer")
        try owner.round(settlements: [owner.end(first, .again(due: clock.now + 1_000, error))])
        #expect(try store.state("a") == .delayed)
        clock.advance(1_000)
        let second = try owner.round(claims: [("work", 1)], promotes: true).claims[0].jobs[0]
        #expect(second.attempt == 2)
        try owner.round(settlements: [owner.end(second, .giveBack(due: 0))])
        #expect(try owner.claim(1)[0].attempt == 2)
    }

    @Test("a final failure is a dead letter in the same transaction, with all that the job had")
    func deadLetter() throws {
        try owner.put([.work("a", headers: [("x-tenant-slug", "t"), ("x-subject-id", "s")])])
        let job = try owner.claim(1)[0]
        try owner.round(settlements: [owner.end(job, .failed(TestOwner.letter(job)))])
        #expect(try store.state("a") == .failed)
        let letters = try DeadLetters(database: store.database).list(LetterFilter())
        #expect(letters.map(\.job) == ["a"])
        #expect(letters[0].tenant == "t")
        #expect(letters[0].subject == "s")
        #expect(letters[0].code == "sheet.not_found")
        let shown = try #require(try DeadLetters(database: store.database).show(letters[0].number))
        #expect(shown.payload == job.payload)
        #expect(shown.headers.map(\.name) == job.headers.map(\.name))
    }

    @Test("a settlement of a claim that is no longer ours changes nothing")
    func fencing() throws {
        try owner.put([.work("a")])
        let mine = try owner.claim(1)[0]
        let other = TestOwner(store, clock, host: "other")
        try other.round(isFirst: true)
        #expect(try other.watch(for: 60_000) == 1)
        let theirs = try other.claim(1)[0]
        #expect(theirs.attempt == 2)
        for outcome in [
            Settlement.Outcome.done(JobResult(mediaType: "", bytes: [1])), .failed(TestOwner.letter(mine)),
            .again(due: clock.now, JobError(code: "a.b", message: "")), .giveBack(due: 0),
        ] {
            #expect(try owner.round(settlements: [owner.end(mine, outcome)]).lost == 1)
        }
        #expect(try store.state("a") == .running)
        #expect(try store.read("SELECT count(*) FROM dead_letters", as: Int.self) == 0)
        #expect(try other.round(settlements: [other.end(theirs, .giveBack(due: 0))]).lost == 0)
    }

    @Test("claims whose transaction was reported as failed are given back, and those that are held are not")
    func strays() throws {
        try owner.put([.work("a"), .work("b")])
        let held = try owner.claim(1)[0]
        _ = try owner.claim(1)
        try owner.round(held: [held.claim])
        #expect(try store.state("a") == .running)
        #expect(try store.state("b") == .ready)
        #expect(try owner.claim(1)[0].attempt == 1)
    }

    @Test("the counts that are kept with the queue are those of its jobs")
    func counts() throws {
        try owner.put((0..<20).map { .work("\($0)", delay: $0 % 4 == 0 ? .seconds(1) : .zero) })
        let jobs = try owner.claim(10)
        try owner.round(settlements: [
            owner.end(jobs[0], .done(JobResult(mediaType: "", bytes: []))),
            owner.end(jobs[1], .failed(TestOwner.letter(jobs[1]))),
            owner.end(jobs[2], .again(due: clock.now + 500, JobError(code: "a.b", message: ""))),
            owner.end(jobs[3], .giveBack(due: 0)),
        ])
        clock.advance(2_000)
        try owner.round(promotes: true)
        let counts = try store.counts()
        // 15 were ready and 5 delayed; of the 10 that were claimed, 4 ended in one way each.
        #expect(counts.kept == [12, 0, 6, 1, 1])
        #expect(counts.counted == counts.kept)
    }
}
