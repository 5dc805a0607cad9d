import Foundation
import GRDB
import HostConfiguration
import HostDatabase
import HostDeadLetters
import HostDispatch
import Testing

@testable import HostQueue

@Suite struct QueueRecordsTests {
    let store: TestStore
    let clock = TestClock()
    let owner: TestOwner

    init() throws {
        store = try TestStore()
        owner = TestOwner(store, clock)
        try owner.round(isFirst: true)
    }

    /// Puts jobs and ends each, a second apart.
    private func finish(_ jobs: [NewJob]) throws {
        for job in jobs {
            clock.advance(1_000)
            try owner.put([job])
            let claimed = try owner.claim(1)[0]
            try owner.round(settlements: [
                owner.end(claimed, .done(JobResult(mediaType: "application/json", bytes: Array("{}".utf8))))
            ])
        }
    }

    private func records(_ change: (inout RetentionSettings) -> Void = { _ in }) -> QueueRecords {
        var bounds = RetentionSettings()
        change(&bounds)
        return QueueRecords(database: store.database, bounds: bounds)
    }

    private func ids() throws -> [String] {
        try store.database.read { try String.fetchAll($0, sql: "SELECT id FROM queue_jobs ORDER BY seq") }
    }

    @Test("history beyond its age or number goes, the oldest first, and its ids may come again")
    func history() throws {
        try finish((0..<10).map { .work("\($0)") })
        try owner.put([.work("open")])
        #expect(try records().sweep(now: clock.now) == 0)
        #expect(try records { $0.history.age = .seconds(7) }.sweep(now: clock.now) == 2)
        #expect(try ids() == ["2", "3", "4", "5", "6", "7", "8", "9", "open"])
        #expect(try records { $0.history.count = 3 }.sweep(now: clock.now) == 5)
        #expect(try ids() == ["7", "8", "9", "open"])
        #expect(try store.read("SELECT count(*) FROM queue_results", as: Int.self) == 3)
        #expect(try owner.put([.work("0"), .work("9")]) == [.added(due: clock.now, isDelayed: false), .duplicate])
        #expect(try store.counts().kept == store.counts().counted)
    }

    @Test("results go before the history does")
    func results() throws {
        try finish((0..<10).map { .work("\($0)") })
        #expect(try records { $0.results.count = 4 }.sweep(now: clock.now) == 6)
        #expect(try records { $0.results.age = .seconds(1) }.sweep(now: clock.now) == 2)
        #expect(try store.read("SELECT count(*) FROM queue_results", as: Int.self) == 2)
        #expect(try ids().count == 10)
    }

    @Test("one sweep removes no more than its bound, and the next goes on")
    func boundedSweep() throws {
        try owner.put((0..<1_200).map { .work("\($0)") }, limit: 2_000)
        let jobs = try owner.claim(1_200)
        try owner.round(settlements: jobs.map { owner.end($0, .done(JobResult(mediaType: "", bytes: []))) })
        clock.advance(1_000)
        let records = records { $0.history.age = .zero }
        #expect(try (0..<4).map { _ in try records.sweep(now: clock.now) } == [500, 500, 200, 0])
    }

    @Test("a tenant's jobs, or those about a person, are removed in every state with all that is theirs")
    func purge() throws {
        let tenant = [(name: "x-tenant-slug", value: "t")]
        try finish([.work("done", headers: tenant), .work("kept")])
        try owner.put([.work("runs", headers: tenant)])
        let runs = try owner.claim(1)[0]
        try owner.put([
            .work("waits", headers: tenant), .work("later", delay: .seconds(9), headers: tenant),
            NewJob(queue: "work", id: "person", payload: [], subject: "s"),
            .work("header", headers: [("x-subject-id", "s")]),
        ])
        #expect(try records().purge(.tenant("t")) == RemovedJobs(open: 3, history: 1, results: 1))
        #expect(try ids() == ["kept", "person", "header"])
        #expect(try records().purge(subject: "s") == 2)
        #expect(try records().purge(.tenant("t")) == RemovedJobs())
        #expect(try owner.round(settlements: [owner.end(runs, .failed(TestOwner.letter(runs)))]).lost == 1)
        #expect(try store.read("SELECT count(*) FROM dead_letters", as: Int.self) == 0)
        #expect(try store.read("SELECT count(*) FROM queue_payloads", as: Int.self) == 0)
        #expect(try store.counts().kept == store.counts().counted)
    }

    @Test("a purge of more jobs than one transaction takes removes them all")
    func largePurge() throws {
        let tenant = [(name: "x-tenant-slug", value: "t")]
        try owner.put((0..<1_300).map { .work("\($0)", headers: $0 == 7 ? [] : tenant) }, limit: 2_000)
        #expect(try records().purge(tenant: "t") == 1_299)
        #expect(try ids() == ["7"])
    }
}

@Suite struct QueueAdministrationTests {
    let store: TestStore
    let clock = TestClock()
    let owner: TestOwner
    let administration: QueueAdministration

    init() throws {
        store = try TestStore()
        owner = TestOwner(store, clock)
        administration = QueueAdministration(database: store.database, clock: clock.wall)
        try owner.round(isFirst: true)
    }

    private func ids(_ state: QueueAdministration.State?, after: Int64 = 0, limit: Int = 10) throws -> [String] {
        try administration.list("work", state: state, after: after, limit: limit).map { entry in
            let document = try JSONSerialization.jsonObject(with: Data(entry.document.utf8)) as? [String: Any]
            return document?["id"] as? String ?? ""
        }
    }

    @Test("the census tells each queue's numbers and the age of its oldest job, whatever its priority")
    func census() throws {
        try owner.put([.work("old", priority: -5)])
        clock.advance(4_000)
        try owner.put([.work("new"), .work("later", delay: .seconds(1)), NewJob(queue: "other", payload: [])])
        let census = try administration.census()
        #expect(census.map(\.name) == ["other", "work"])
        #expect(census[1].counts.map(\.count) == [2, 1, 0, 0, 0])
        #expect(census[1].oldest == 4_000)
        _ = try owner.claim(2)
        #expect(try administration.census()[1].oldest == 0)
    }

    @Test("lists show a queue's jobs by state, a page at a time")
    func lists() throws {
        try owner.put([.work("a"), .work("b"), .work("c", delay: .seconds(1)), .work("d")])
        _ = try owner.claim(1)
        #expect(try ids(nil) == ["a", "b", "c", "d"])
        #expect(try ids(.running) == ["a"])
        #expect(try ids(.waiting) == ["b", "d"])
        #expect(try ids(.delayed) == ["c"])
        let page = try administration.list("work", limit: 2)
        #expect(try ids(nil, after: page[1].position) == ["c", "d"])
        #expect(try administration.list("none").isEmpty)
    }

    @Test("a job that runs cannot be removed; another can, and its id may come again")
    func remove() throws {
        try owner.put([.work("a"), .work("b")])
        _ = try owner.claim(1)
        #expect(try administration.remove("a", in: "work") == .running)
        #expect(try administration.remove("b", in: "work") == .removed)
        #expect(try administration.remove("b", in: "work") == .unknown)
        #expect(try administration.put(.work("b"), limit: 5) == .added(id: "b"))
        #expect(try administration.put(.work("c"), limit: 1) == .full(limit: 1))
        #expect(try store.counts().kept == store.counts().counted)
    }

    @Test("jobs put together have an outcome each, in their order")
    func putTogether() throws {
        let outcomes = try administration.put(["a", "", "a", "b", "c"].map { .work($0) }, limit: 2)
        #expect(outcomes[0] == .added(id: "a"))
        guard case .failed(let error) = outcomes[1] else { return #expect(Bool(false)) }
        #expect(error.code == "queue.bad_id")
        #expect(outcomes[2...] == [.duplicate(id: "a"), .added(id: "b"), .full(limit: 2)])
        #expect(try store.counts().kept == store.counts().counted)
    }

    @Test("delayed jobs can be let begin now, one or all")
    func hurry() throws {
        try owner.put(["a", "b", "c"].map { .work($0, delay: .seconds(60)) })
        #expect(try administration.hurry("work", id: "b") == 1)
        #expect(try owner.round(claims: [("work", 5)], promotes: true).claims[0].jobs.map(\.id) == ["b"])
        #expect(try administration.hurry("work") == 2)
        #expect(try owner.round(claims: [("work", 5)], promotes: true).claims[0].jobs.map(\.id) == ["a", "c"])
        #expect(try administration.hurry("none") == 0)
    }

    @Test("nothing is claimed from a queue that the operator has stopped")
    func paused() throws {
        try owner.put([.work("a")])
        try administration.setPaused(true, "work")
        #expect(try owner.round(claims: [("work", 1)]).claims.map(\.isPaused) == [true])
        try administration.setPaused(false, "work")
        #expect(try owner.claim(1).map(\.id) == ["a"])
    }

    @Test(
        "a result that is JSON stands in the document as it is, another in base64",
        arguments: [
            ("application/json", "{\"a\":[1]}", true), ("application/problem+json; charset=utf-8", "[]", true),
            ("application/json", "{broken", false), ("text/plain", "{}", false),
        ])
    func documents(mediaType: String, body: String, isEmbedded: Bool) throws {
        try owner.put([.work("a\"\n")])
        let job = try owner.claim(1)[0]
        let result = JobResult(mediaType: mediaType, bytes: Array(body.utf8))
        try owner.round(settlements: [owner.end(job, .done(result))])
        let bytes = try #require(try administration.show("a\"\n", in: "work"))
        let document = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(document["id"] as? String == "a\"\n")
        #expect(document["media_type"] as? String == mediaType)
        #expect((document["result"] != nil) == isEmbedded)
        #expect((document["result_base64"] as? String) == (isEmbedded ? nil : Data(body.utf8).base64EncodedString()))
    }
}
