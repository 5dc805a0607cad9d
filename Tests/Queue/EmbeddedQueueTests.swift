import CPluginABI
import HostConfiguration
import HostDeadLetters
import HostDispatch
import HostObservability
import HostThreads
import Synchronization
import Testing

@testable import HostQueue

@Suite struct EmbeddedQueueTests {
    let store: TestStore
    let seen = Seen()

    init() throws { store = try TestStore() }

    @Test("jobs that are put are done, each once, and their answers are known")
    func done() throws {
        let running = RunningQueue(store) { [seen] job in
            seen.add(job)
            return FixtureAnswer(payload: Array(#"{"of":"\#(job.id)"}"#.utf8))
        }
        running.queue.start()
        let outcomes = running.put((0..<500).map { .work("\($0)") })
        #expect(outcomes == (0..<500).map { .added(id: "\($0)") })
        #expect(comes { seen.count == 500 })
        #expect(Set(seen.ids).count == 500)
        running.queue.stop(within: .seconds(30))
        #expect(try store.counts().kept == [0, 0, 0, 500, 0])
        let document = try running.document("7")
        #expect(document["state"] as? String == "done")
        #expect(document["attempt"] as? Int == 1)
        #expect((document["result"] as? [String: String]) == ["of": "7"])
        #expect(document["created"] as? String == "2027-01-15T08:00:00.000Z")
        #expect(running.queue.describe(job: "none", in: "work") == nil)
        let claimed = MetricSeries("proctor_queue_claimed_total", ["queue": "work"])
        #expect(running.registry.value(claimed) == 500)
        let put = MetricSeries("proctor_queue_put_total", ["queue": "work", "outcome": "added"])
        #expect(running.registry.value(put) == 500)
        #expect(running.registry.value(MetricSeries("proctor_queue_wait_seconds", ["queue": "work"])) == 500)
    }

    @Test("jobs begin by priority, and the oldest of a priority first")
    func order() throws {
        let running = RunningQueue(store, concurrency: 1) { [seen] job in
            seen.add(job)
            return .ok
        }
        running.put([.work("a"), .work("b", priority: 9), .work("c", priority: -9), .work("d")])
        running.queue.start()
        #expect(comes { seen.count == 4 })
        #expect(seen.ids == ["b", "a", "d", "c"])
        running.queue.stop(within: .seconds(30))
    }

    @Test("a job that fails is tried again by the clock, and is a dead letter when its attempts are used up")
    func retries() throws {
        let running = RunningQueue(store) { [seen] job in
            seen.add(job)
            return FixtureAnswer(status: PROCTOR_RETRY, code: "llm.away")
        }
        running.queue.start()
        running.put([.work("a")])
        #expect(comes { running.isState(.delayed, "a") })
        #expect(try running.document("a")["due"] as? String == "2027-01-15T08:00:01.000Z")
        running.advance(1_000)
        #expect(comes { seen.count == 2 && running.isState(.delayed, "a") })
        running.advance(1_999)
        running.advance(1)
        #expect(comes { running.isState(.failed, "a") })
        #expect(seen.all.map(\.attempt) == [1, 2, 3])
        let letter = try #require(try running.letters().first)
        #expect(letter.code == "llm.away")
        #expect(letter.attempts == 3)
        #expect(letter.origin == "queue work")
        #expect(letter.processor == "fixture")
        #expect(letter.operation == "a.b")
        running.queue.stop(within: .seconds(30))
    }

    @Test("pieces of a streamed answer make one result, a document a line; too many are refused")
    func streams() throws {
        let running = RunningQueue(store) { job in
            let piece = job.id == "small" ? Array(#"{"n":1}"#.utf8) : [UInt8](repeating: 0x20, count: 300_000)
            return FixtureAnswer(pieces: [piece, piece, piece, piece])
        }
        running.queue.start()
        running.put([.work("small"), .work("large")])
        #expect(comes { running.isState(.done, "small") && running.isState(.failed, "large") })
        let document = try running.document("small")
        #expect(document["media_type"] as? String == "application/x-ndjson")
        #expect(document["size"] as? Int == 32)
        #expect(try running.letters().map(\.code) == ["queue.result_too_large"])
        running.queue.stop(within: .seconds(30))
    }

    @Test("what cannot be put is said: no such queue, full, bad id")
    func refusals() throws {
        let running = RunningQueue(store, queues: [RunningQueue.work(limit: 1)]) { _ in .ok }
        #expect(running.put([NewJob(queue: "none", payload: [])]) == [.unknownQueue])
        #expect(running.put([.work("a")]) == [.added(id: "a")])
        #expect(running.put([.work("b"), .work("a")]) == [.full(limit: 1), .duplicate(id: "a")])
        guard case .failed(let error)? = running.put([.work("")]).first else { return #expect(Bool(false)) }
        #expect(error.code == "queue.bad_id")
    }

    @Test("a delayed job is done at its time, also when another process put it")
    func delayed() throws {
        let running = RunningQueue(store) { [seen] job in
            seen.add(job)
            return .ok
        }
        running.queue.start()
        running.put([.work("mine", delay: .seconds(60))])
        let other = try TestStore.open(store.path)
        defer { other.close() }
        let outcome = try QueueAdministration(database: other, clock: running.clock.wall).put(
            .work("theirs", delay: .seconds(30)), limit: 10)
        #expect(outcome == .added(id: "theirs"))
        // A job without delay comes after it: once that one is done, both are known to the running queue.
        _ = try QueueAdministration(database: other, clock: running.clock.wall).put(.work("now"), limit: 10)
        #expect(comes { seen.ids == ["now"] })
        running.advance(30_000)
        #expect(comes { seen.ids == ["now", "theirs"] })
        running.advance(30_000)
        #expect(comes { seen.ids == ["now", "theirs", "mine"] })
        running.queue.stop(within: .seconds(30))
    }

    @Test("two hosts on one file share the jobs and never run one twice")
    func twoHosts() throws {
        let other = try TestStore.open(store.path)
        defer { other.close() }
        let handler: FixtureProcessor.Handler = { [seen] job in
            seen.add(job)
            return .ok
        }
        let one = RunningQueue(store, host: "one", handler)
        let two = RunningQueue(store, database: other, host: "two", handler)
        one.queue.start()
        two.queue.start()
        one.put((0..<1_000).map { .work("\($0)") })
        two.put((1_000..<2_000).map { .work("\($0)") })
        #expect(comes { seen.count >= 2_000 })
        one.queue.stop(within: .seconds(30))
        two.queue.stop(within: .seconds(30))
        #expect(seen.count == 2_000)
        #expect(Set(seen.ids).count == 2_000)
        #expect(seen.all.allSatisfy { $0.attempt == 1 })
        #expect(try store.counts().kept == [0, 0, 0, 2_000, 0])
    }

    @Test("jobs of a host that was killed are done by its next start, and its late answers are ignored")
    func killed() throws {
        let (entered, release) = (Gate(), Gate())
        let first = RunningQueue(store, concurrency: 1) { [seen] job in
            seen.add(job)
            entered.open()
            release.wait()
            return FixtureAnswer(payload: Array("1".utf8))
        }
        first.queue.start()
        first.put((0..<20).map { .work("\($0)") })
        #expect(entered.wait(.seconds(30)))
        first.queue.vanish()
        let second = RunningQueue(store) { [seen] job in
            seen.add(job)
            return FixtureAnswer(payload: Array("2".utf8))
        }
        second.queue.start()
        #expect(comes { (try? store.counts().kept) == [0, 0, 0, 20, 0] })
        release.open()
        #expect(try second.document("0")["attempt"] as? Int == 2)
        #expect(try second.document("0")["result"] as? Int == 2)
        #expect(Set(seen.ids).count == 20)
        second.queue.stop(within: .seconds(30))
    }

    @Test("a queue whose binding goes keeps its jobs, and they are done when it is bound again")
    func unbound() throws {
        let running = RunningQueue(store) { [seen] job in
            seen.add(job)
            return .ok
        }
        let bound = running.router.snapshot
        running.queue.start()
        let generation = try #require(bound.queues["work"]?.route?.generation)
        let unbound = FixtureProcessor.routing(generation, queues: [], number: 2)
        running.router.publish(unbound)
        running.queue.routingChanged(unbound)
        #expect(running.put([.work("a")]) == [.unknownQueue])
        _ = try QueueAdministration(database: store.database).put(.work("a"), limit: 10)
        #expect(running.isState(.ready, "a"))
        running.router.publish(bound)
        running.queue.routingChanged(bound)
        #expect(comes { seen.ids == ["a"] })
        running.queue.stop(within: .seconds(30))
    }

    @Test("a job that is claimed while its binding goes is given back, and no attempt is counted")
    func unboundMeanwhile() throws {
        let running = RunningQueue(store) { [seen] job in
            seen.add(job)
            return .ok
        }
        let bound = running.router.snapshot
        let generation = try #require(bound.queues["work"]?.route?.generation)
        running.put([.work("a")])
        running.queue.routingChanged(bound)
        running.router.publish(FixtureProcessor.routing(generation, queues: [], number: 2))
        // As a start does, but without its look at the routing, which is a moment old.
        let job = try #require(try TestOwner(store, running.clock).claim(1).first)
        running.queue.start(job)
        let ends = running.queue.monitor.locked { running.queue.state.flow.settlements }
        guard ends.count == 1, case .giveBack(let due) = ends[0].outcome else { return #expect(Bool(false)) }
        #expect(due == TestClock.start + SettlementTable.busyPause)
        #expect(seen.count == 0)
    }
}
