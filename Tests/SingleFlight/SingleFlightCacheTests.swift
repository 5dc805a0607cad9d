import SingleFlight
import Synchronization
import Testing

@Suite struct SingleFlightCacheTests {
    private typealias Cache = SingleFlightCache<Int, Int>

    private struct Absent: Error, Equatable {}

    private let clock = Clock()

    private final class Clock: Sendable {
        private let start = ContinuousClock.now
        private let passed = Mutex(Duration.zero)
        private let count = Mutex(0)

        var now: ContinuousClock.Instant { start + passed.withLock { $0 } }
        func advance(by time: Duration) { passed.withLock { $0 += time } }
        /// Which one it is.
        func fetched() -> Int {
            count.withLock {
                $0 += 1; return $0
            }
        }
        var fetches: Int { count.withLock { $0 } }

        private let arrivals = Mutex(0)
        func arrive() { arrivals.withLock { $0 += 1 } }
        var arrived: Int { arrivals.withLock { $0 } }
    }

    private func cache(lifetime: Duration = .seconds(30), capacity: Int = 4) -> Cache {
        Cache(lifetime: lifetime, capacity: capacity, now: { [clock] in clock.now })
    }

    @Test("two hundred who ask at once ask once, where values are kept and where none is", arguments: [30, 0])
    func singleFlight(seconds: Int) async throws {
        let cache = cache(lifetime: .seconds(seconds))
        let clock = clock
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    clock.arrive()
                    return try await cache.value(42) {
                        // Until all have come: who comes later would rightly ask again where nothing is kept.
                        while clock.arrived < 200 { await Task.yield() }
                        for _ in 0..<1000 { await Task.yield() }
                        return clock.fetched()
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(clock.fetches == 1)
        #expect(Set(values) == [1])
    }

    @Test("a value is asked for again when its time is over, for each key, and each time where nothing is kept")
    func lifetime() async throws {
        let cache = cache()
        _ = try await cache.value(42) { clock.fetched() }
        clock.advance(by: .seconds(29))
        #expect(try await cache.value(42) { clock.fetched() } == 1)
        clock.advance(by: .seconds(1))
        #expect(try await cache.value(42) { clock.fetched() } == 2)
        #expect(try await cache.value(43) { clock.fetched() } == 3)
        let none = self.cache(lifetime: .zero)
        for expected in [4, 5] { #expect(try await none.value(42) { clock.fetched() } == expected) }
    }

    @Test("who needs a newer value has it fetched, and those after it have the newer one")
    func newer() async throws {
        let cache = cache()
        _ = try await cache.value(42) { clock.fetched() }
        clock.advance(by: .seconds(1))
        let asked = cache.now
        for _ in 0..<3 { #expect(try await cache.value(42, notBefore: asked) { clock.fetched() } == 2) }
        #expect(try await cache.value(42) { clock.fetched() } == 2)
    }

    @Test("who needs a newer value than the one on its way waits for that, and then fetches")
    func newerThanUnderWay() async throws {
        let cache = cache()
        let clock = clock
        let fetching = Atomic<Bool>(false)
        let goOn = Atomic<Bool>(false)
        let old = Task {
            try await cache.value(42) {
                fetching.store(true, ordering: .releasing)
                while !goOn.load(ordering: .acquiring) { await Task.yield() }
                return clock.fetched()
            }
        }
        while !fetching.load(ordering: .acquiring) { await Task.yield() }
        clock.advance(by: .seconds(1))
        let asked = cache.now
        let new = Task { try await cache.value(42, notBefore: asked) { clock.fetched() } }
        for _ in 0..<100 { await Task.yield() }
        #expect(clock.fetches == 0)
        goOn.store(true, ordering: .releasing)
        #expect(try await old.value == 1)
        #expect(try await new.value == 2)
    }

    @Test("no more values are known than there is room for; those that end first go")
    func capacity() async throws {
        let cache = cache(capacity: 4)
        for id in 0..<6 {
            _ = try await cache.value(id) { clock.fetched() }
            clock.advance(by: .seconds(1))
        }
        for id in 2..<6 { _ = try await cache.value(id) { clock.fetched() } }
        #expect(clock.fetches == 6)
        _ = try await cache.value(0) { clock.fetched() }
        #expect(clock.fetches == 7)
    }

    @Test("a failure reaches all who wait for it, and is not kept")
    func failure() async throws {
        let cache = cache()
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await cache.value(42) {
                            for _ in 0..<50 { await Task.yield() }
                            throw Absent()
                        }
                        return false
                    } catch { return error is Absent }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(failures.allSatisfy { $0 })
        #expect(try await cache.value(42) { clock.fetched() } == 1)
    }

    @Test("when who fetches has no more time of its own, one of those who wait fetches, and it fails alone")
    func ownFailure() async throws {
        let cache = cache()
        let clock = clock
        let fetching = Atomic<Bool>(false)
        let leader = Task {
            try await cache.value(42, isOwnFailure: { true }) {
                fetching.store(true, ordering: .releasing)
                while clock.arrived < 1 { await Task.yield() }
                for _ in 0..<1000 { await Task.yield() }
                throw Absent()
            }
        }
        while !fetching.load(ordering: .acquiring) { await Task.yield() }
        let follower = Task {
            clock.arrive()
            return try await cache.value(42) { clock.fetched() }
        }
        await #expect(throws: Absent.self) { try await leader.value }
        #expect(try await follower.value == 1)
    }

    @Test("when who fetches is cancelled another one fetches, and who waits can be cancelled alone")
    func cancellation() async throws {
        let cache = cache()
        let clock = clock
        let fetching = Atomic<Bool>(false)
        let leader = Task {
            try await cache.value(42) {
                fetching.store(true, ordering: .releasing)
                try await Task.sleep(for: .seconds(60))
                return clock.fetched()
            }
        }
        while !fetching.load(ordering: .acquiring) { await Task.yield() }
        let impatient = Task { try await cache.value(42) { clock.fetched() } }
        let patient = Task { try await cache.value(42) { clock.fetched() } }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        leader.cancel()
        await #expect(throws: CancellationError.self) { try await leader.value }
        #expect(try await patient.value == 1)
        #expect(clock.fetches == 1)
    }
}
