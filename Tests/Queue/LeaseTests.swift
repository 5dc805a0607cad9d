import GRDB
import HostDeadLetters
import Testing

@testable import HostQueue

@Suite struct LeaseTests {
    let store: TestStore
    let clock = TestClock()

    init() throws { store = try TestStore() }

    private func owner(
        _ host: String = "one", mostLosses: Int = 3, wasInFlight: @escaping @Sendable (String) -> Bool = { _ in true }
    ) throws -> TestOwner {
        let owner = TestOwner(store, clock, host: host, mostLosses: mostLosses, wasInFlight: wasInFlight)
        try owner.round(isFirst: true)
        return owner
    }

    @Test("a job whose lease ran out is claimed again, as a further attempt")
    func expiry() throws {
        let (dead, living) = (try owner("dead"), try owner("living"))
        try dead.put([.work("a")])
        _ = try dead.claim(1)
        #expect(try living.watch(for: 30_000) == 0)
        #expect(try living.watch(for: 1) == 1)
        let job = try #require(try living.claim(1).first)
        #expect(job.attempt == 2)
        #expect(!job.isSuspect)
    }

    @Test("a step of the clock, or a pause of the whole machine, takes no job from anybody")
    func clockStep() throws {
        let (alive, other) = (try owner("alive"), try owner("other"))
        try alive.put([.work("a"), .work("b")])
        #expect(try alive.claim(1).count == 1)
        #expect(try other.watch(for: 10_000) == 0)
        clock.advance(3_600_000)
        #expect(try other.round(looks: true).released == 0)
        try alive.round(renews: true)
        #expect(try alive.claim(1).count == 1)
        #expect(try other.watch(for: 30_000) == 0)
        #expect(try store.counts().kept == [0, 0, 2, 0, 0])
    }

    @Test("a job whose lease ran out is not counted as lost: nobody knows whether it had begun")
    func expiryIsNoLoss() throws {
        let living = try owner("living")
        try living.put([.work("a")])
        for round in 1...4 {
            let dead = try owner("dead \(round)")
            #expect(try dead.claim(1).map(\.attempt) == [round])
            #expect(try living.watch(for: 30_001) == 1)
        }
        #expect(try living.claim(1).map(\.isSuspect) == [false])
    }

    @Test("an owner that was silent for an hour is forgotten, and known again with its next claim")
    func forgotten() throws {
        let (silent, living) = (try owner("silent"), try owner("living"))
        try living.put([.work("a")])
        #expect(try living.watch(for: 3_600_000) == 0)
        #expect(try store.read("SELECT count(*) FROM queue_owners", as: Int.self) == 1)
        #expect(try silent.claim(1).count == 1)
        #expect(try living.watch(for: 1_000) == 0)
        #expect(try store.state("a") == .running)
    }

    @Test("one small write renews all leases of an owner")
    func renewal() throws {
        let (alive, other) = (try owner("alive"), try owner("other"))
        try alive.put((0..<5).map { .work("\($0)") })
        #expect(try alive.claim(5).count == 5)
        for _ in 0..<10 {
            #expect(try other.watch(for: 20_000) == 0)
            try alive.round(renews: true)
        }
    }

    @Test("each queue's lease has its own length")
    func leaseLengths() throws {
        let (dead, living) = (try owner("dead"), try owner("living"))
        try dead.put([.work("a"), .work("b")])
        dead.lease = 5_000
        _ = try dead.claim(1)
        dead.lease = 60_000
        _ = try dead.claim(1)
        #expect(try living.watch(for: 5_001) == 1)
        #expect(try store.state("a") == .ready)
        #expect(try store.state("b") == .running)
    }

    @Test("claims of this host's earlier start are free at once; another host's are not")
    func reclaimAtStart() throws {
        let (before, other) = (try owner("one"), try owner("two"))
        try before.put([.work("a"), .work("b")])
        _ = try before.claim(1)
        _ = try other.claim(1)
        let now = TestOwner(store, clock, host: "one")
        #expect(try now.round(isFirst: true).released == 1)
        #expect(try store.state("a") == .ready)
        #expect(try store.state("b") == .running)
        #expect(try now.claim(5).map(\.attempt) == [2])
        #expect(try store.counts().kept == store.counts().counted)
    }

    @Test("a job under which the host ended three times becomes a dead letter")
    func poison() throws {
        try owner().put([.work("poison")])
        for attempt in 1...3 {
            let host = try owner()
            let job = try #require(try host.claim(1).first)
            #expect(job.attempt == attempt)
            #expect(job.isSuspect == (attempt == 3))
        }
        _ = try owner()
        #expect(try store.state("poison") == .failed)
        let letter = try #require(try DeadLetters(database: store.database).list(LetterFilter()).first)
        #expect(letter.code == "job.lost")
        #expect(letter.attempts == 3)
        #expect(letter.origin == "queue work")
        #expect(letter.reason.contains("3 times"))
        #expect(try store.read("SELECT count(*) FROM queue_payloads", as: Int.self) == 0)
        #expect(try store.counts().kept == store.counts().counted)
    }

    @Test("a job that was claimed but not inside the plugin is not counted as lost")
    func innocent() throws {
        try owner().put([.work("guilty"), .work("innocent")])
        for _ in 0..<5 {
            let host = try owner(wasInFlight: { $0 == "guilty" })
            _ = try host.claim(2)
            _ = try host.claim(2)
        }
        let last = try owner(wasInFlight: { $0 == "guilty" })
        #expect(try store.state("guilty") == .failed)
        let job = try #require(try last.claim(1).first)
        #expect(job.id == "innocent")
        #expect(job.attempt == 1)
    }

    @Test("jobs that one more loss would end run one at a time, while others go on")
    func suspectsRunAlone() throws {
        try owner().put([.work("a"), .work("b"), .work("c")])
        for _ in 0..<2 { _ = try owner().claim(3) }
        let host = try owner()
        try host.put([.work("d")])
        let first = try host.claim(4)
        #expect(first.map(\.id) == ["a", "d"])
        #expect(try host.claim(4, takesSuspect: false).isEmpty)
        try host.round(settlements: [host.end(first[0], .done(JobResult(mediaType: "", bytes: [])))])
        #expect(try host.claim(4).map(\.id) == ["b"])
    }

    @Test("an owner that ends gives everything back and is forgotten")
    func farewell() throws {
        let host = try owner()
        try host.put([.work("a"), .work("b")])
        _ = try host.claim(2)
        try store.database.write { [leases = host.leases] db in
            var counts = QueueCounts()
            try leases.end(counts: &counts, db)
            try counts.apply(db)
        }
        #expect(try store.read("SELECT count(*) FROM queue_owners", as: Int.self) == 0)
        #expect(try store.counts().kept == [2, 0, 0, 0, 0])
        #expect(try owner().claim(2).map(\.attempt) == [1, 1])
    }

    @Test("a restored backup has no claims")
    func restore() throws {
        let host = try owner()
        try host.put([.work("a")])
        _ = try host.claim(1)
        try store.database.write { try QueueSchema.schema.afterRestore?($0) }
        #expect(try owner().claim(1).map(\.attempt) == [1])
        #expect(try store.counts().kept == store.counts().counted)
    }

    @Test("claims that a host makes after a restore are found when it ends at once")
    func claimAfterRestore() throws {
        let host = try owner()
        try store.database.write { try QueueSchema.schema.afterRestore?($0) }
        try host.put([.work("a")])
        #expect(try host.claim(1).count == 1)
        let next = TestOwner(store, clock)
        #expect(try next.round(isFirst: true).released == 1)
        #expect(try next.claim(1).map(\.id) == ["a"])
    }

    @Test("jobs of an owner that the database does not know are free, at a start and later")
    func unknownOwner() throws {
        let (gone, living) = (try owner("gone"), try owner("living"))
        try gone.put([.work("a"), .work("b")])
        _ = try gone.claim(1)
        try store.database.write { try $0.execute(sql: "DELETE FROM queue_owners WHERE host = 'gone'") }
        #expect(try living.round(looks: true).released == 1)
        #expect(try store.state("a") == .ready)
        _ = try gone.claim(1)
        try store.database.write { try $0.execute(sql: "DELETE FROM queue_owners WHERE host = 'gone'") }
        #expect(try TestOwner(store, clock, host: "new").round(isFirst: true).released == 1)
        #expect(try store.counts().kept == [2, 0, 0, 0, 0])
        #expect(try store.counts().kept == store.counts().counted)
    }
}
