import CPluginABI
import HostDatabase
import HostDispatch
import Synchronization
import Testing

@testable import HostDeadLetters
@testable import HostQueue

@Suite struct LetterReplayTests {
    let store: TestStore
    let seen = Seen()

    init() throws { store = try TestStore() }

    private func running(_ isMended: @escaping @Sendable () -> Bool) -> RunningQueue {
        RunningQueue(store) { [seen] job in
            seen.add(job)
            return isMended() ? .ok : FixtureAnswer(status: PROCTOR_REJECT, code: "sheet.torn")
        }
    }

    private func replay(_ running: RunningQueue) -> LetterReplay {
        LetterReplay(database: store.database, clock: running.clock.wall)
    }

    @Test("a queue's letter goes back to its queue under its id, from the first attempt, and succeeds")
    func queueLetter() throws {
        let isMended = Mutex(false)
        let running = running { isMended.withLock { $0 } }
        running.queue.start()
        running.put([.work("a", headers: [("x-tenant-slug", "t")])])
        #expect(comes { running.isState(.failed, "a") })
        isMended.withLock { $0 = true }
        #expect(try replay(running).retry(.matching(LetterFilter(code: "sheet.torn"))) == ReplayReport(replayed: 1))
        #expect(comes { running.isState(.done, "a") })
        #expect(seen.all.map(\.attempt) == [1, 1])
        #expect(seen.all.map(\.payload) == [Array("payload of a".utf8), Array("payload of a".utf8)])
        #expect(seen.all[0].headers == seen.all[1].headers)
        #expect(try running.letters().map(\.state) == [.replayed])
        #expect(try store.counts().kept == [0, 0, 0, 1, 0])
        running.queue.stop(within: .seconds(30))
    }

    @Test("what was replayed with success is not done again: not by a filter, and not by its number")
    func doneAlready() throws {
        let isMended = Mutex(false)
        let running = running { isMended.withLock { $0 } }
        running.queue.start()
        running.put([.work("a")])
        #expect(comes { running.isState(.failed, "a") })
        isMended.withLock { $0 = true }
        #expect(try replay(running).retry(.matching(LetterFilter())) == ReplayReport(replayed: 1))
        #expect(comes { running.isState(.done, "a") })
        #expect(try replay(running).retry(.matching(LetterFilter())) == ReplayReport())
        let number = try #require(try running.letters().first).number
        #expect(try replay(running).retry(.numbers([number])) == ReplayReport(waiting: 1))
        #expect(try replay(running).retry(.matching(LetterFilter(state: .replayed))) == ReplayReport(waiting: 1))
        #expect(running.isState(.done, "a"))
        running.queue.stop(within: .seconds(30))
        #expect(seen.count == 2)
    }

    @Test("a replay that fails again updates its letter and makes no second one")
    func failsAgain() throws {
        let running = running { false }
        running.queue.start()
        running.put([.work("a")])
        for round in 1...3 {
            #expect(comes { (try? running.letters().first?.state) == .kept })
            let letters = try running.letters()
            #expect(letters.map(\.replays) == [round - 1])
            #expect(try replay(running).retry(.numbers([letters[0].number])) == ReplayReport(replayed: 1))
        }
        #expect(comes { (try? running.letters().map(\.replays)) == [3] && running.isState(.failed, "a") })
        running.queue.stop(within: .seconds(30))
    }

    @Test("a letter that came by HTTP goes to its operation, which every host serves for it")
    func otherOrigin() throws {
        let isMended = Mutex(false)
        let running = running { isMended.withLock { $0 } }
        let letter = DeadLetter(
            origin: "http POST /grade", job: "request-1", operation: "a.b", processor: "fixture", payload: [1, 2],
            headers: [("content-type", "image/png")], attempts: 1, status: .reject,
            error: JobError(code: "sheet.torn", message: "torn"), subject: "s")
        try store.database.write { _ = try DeadLetterTable.insert(letter, at: TestClock.start, in: $0) }
        running.queue.start()
        #expect(try replay(running).retry(.matching(LetterFilter())) == ReplayReport(replayed: 1))
        #expect(comes { (try? running.letters().first?.state) == .kept })
        isMended.withLock { $0 = true }
        #expect(try replay(running).retry(.matching(LetterFilter())) == ReplayReport(replayed: 1))
        #expect(comes { running.isState(.done, "request-1") })
        #expect(seen.ids == ["request-1", "request-1"])
        #expect(seen.all[1].payload == [1, 2])
        #expect(seen.all[1].headers["content-type"] == "image/png")
        let after = try #require(try running.letters().first)
        #expect(after.origin == "http POST /grade")
        #expect(after.replays == 2)
        running.queue.stop(within: .seconds(30))
    }

    @Test("a letter whose job waits already is left, and so is one that says no way to go")
    func leftAlone() throws {
        let running = running { true }
        let error = JobError(code: "x.y", message: "")
        let letter = DeadLetter(
            origin: "queue work", job: "a", operation: "", processor: "", payload: [], headers: [], attempts: 1,
            status: .reject, error: error)
        var homeless = letter
        homeless.origin = "folder /scans"
        running.put([.work("a")])
        try store.database.write { [homeless] db in
            try DeadLetterTable.insert(letter, at: 1, in: db)
            try DeadLetterTable.insert(homeless, at: 2, in: db)
        }
        let report = try replay(running).retry(.matching(LetterFilter()))
        #expect(report == ReplayReport(replayed: 0, waiting: 1, homeless: 1))
        #expect(try running.letters().allSatisfy { $0.state == .kept && $0.replays == 0 })
    }

    @Test("a letter whose payload was not kept is not done with nothing")
    func payloadMissing() throws {
        let running = running { true }
        let letter = DeadLetter(
            origin: "folder /scans", job: "file-1", operation: "a.b", processor: "fixture", payload: [],
            headers: [("content-type", "image/png"), ("x-payload-missing", "1")], attempts: 1, status: .reject,
            error: JobError(code: "folder.too_large", message: ""))
        try store.database.write { _ = try DeadLetterTable.insert(letter, at: 1, in: $0) }
        #expect(try replay(running).retry(.matching(LetterFilter())) == ReplayReport(homeless: 1))
        #expect(try replay(running).retry(.numbers([1])) == ReplayReport(homeless: 1))
        #expect(try running.letters().map(\.state) == [.kept])
        #expect(try store.read("SELECT count(*) FROM queue_jobs", as: Int.self) == 0)
    }

    @Test("large letters go back in several transactions, and none is left or done twice")
    func largeLetters() throws {
        let running = running { true }
        let size = LetterReplay.mostBytes / 4 + 1
        for number in 1...6 {
            let letter = DeadLetter(
                origin: "queue work", job: "\(number)", operation: "a.b", processor: "fixture",
                payload: [UInt8](repeating: 1, count: size), headers: [], attempts: 1, status: .reject,
                error: JobError(code: "x.y", message: ""))
            try store.database.write { _ = try DeadLetterTable.insert(letter, at: 1, in: $0) }
        }
        #expect(try replay(running).retry(.matching(LetterFilter())) == ReplayReport(replayed: 6))
        // Each transaction raises it; the last one finds nothing more.
        #expect(try store.read("SELECT version FROM queue_control", as: Int.self) == 3)
        #expect(try store.counts().kept == [6, 0, 0, 0, 0])
    }

    @Test(
        "a letter goes where its origin says",
        arguments: [
            ("queue grading", "grading"), ("schedule grading/nightly", "schedule:grading/nightly"),
            ("folder /scans", "replay:p/a.b"), ("http POST /grade", "replay:p/a.b"),
            ("queue replay:p/a.b", "replay:p/a.b"),
        ])
    func queueOf(origin: String, queue: String) {
        let summary = LetterSummary(
            number: 1, state: .kept, job: "a", origin: origin, processor: "p", operation: "a.b", status: .reject,
            code: "", reason: "", attempts: 1, replays: 0, tenant: nil, subject: nil, created: 0, failed: 0, size: 0)
        #expect(LetterReplay.queue(of: summary) == queue)
    }
}
