import PluginSDK
import Synchronization
import Testing

@testable import Grading

@Suite struct ExamCacheTests {
    private let clock = Clock()
    private let exam = ExamCache.Exam(tenant: "demo", id: 42)

    private final class Clock: Sendable {
        private let start = ContinuousClock.now
        private let passed = Mutex(Duration.zero)
        private let count = Mutex(0)

        var now: ContinuousClock.Instant { start + passed.withLock { $0 } }
        func advance(by time: Duration) { passed.withLock { $0 += time } }
        func fetched() -> AnswerKey {
            let number = count.withLock {
                $0 += 1; return $0
            }
            return AnswerKey(answers: ["1": String(number)], scores: [:], types: [:])
        }
        var fetches: Int { count.withLock { $0 } }
    }

    private func cache(lifetime: Duration = .seconds(30), capacity: Int = 4) -> ExamCache {
        ExamCache(lifetime: lifetime, capacity: capacity, now: { [clock] in clock.now })
    }

    @Test("two hundred sheets of one exam ask once")
    func singleFlight() async throws {
        let cache = cache()
        let clock = clock
        let exam = exam
        let keys = try await withThrowingTaskGroup(of: AnswerKey.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await cache.key(exam) {
                        for _ in 0..<50 { await Task.yield() }
                        return clock.fetched()
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(clock.fetches == 1)
        #expect(Set(keys.compactMap { $0.answers["1"] }) == ["1"])
    }

    @Test("a key is asked for again when its time is over, for each tenant, and each time where nothing is kept")
    func lifetime() async throws {
        let cache = cache()
        _ = try await cache.key(exam) { clock.fetched() }
        clock.advance(by: .seconds(29))
        #expect(try await cache.key(exam) { clock.fetched() }.answers["1"] == "1")
        clock.advance(by: .seconds(1))
        #expect(try await cache.key(exam) { clock.fetched() }.answers["1"] == "2")
        #expect(try await cache.key(.init(tenant: "other", id: 42)) { clock.fetched() }.answers["1"] == "3")
        let none = self.cache(lifetime: .zero)
        for expected in ["4", "5"] { #expect(try await none.key(exam) { clock.fetched() }.answers["1"] == expected) }
    }

    @Test("no more exams are known than there is room for; those that end first go")
    func capacity() async throws {
        let cache = cache(capacity: 4)
        for id in 0..<6 {
            _ = try await cache.key(.init(tenant: "demo", id: id)) { clock.fetched() }
            clock.advance(by: .seconds(1))
        }
        for id in 2..<6 { _ = try await cache.key(.init(tenant: "demo", id: id)) { clock.fetched() } }
        #expect(clock.fetches == 6)
        _ = try await cache.key(.init(tenant: "demo", id: 0)) { clock.fetched() }
        #expect(clock.fetches == 7)
    }

    @Test("a failure reaches all who wait for it, and is not kept")
    func failure() async throws {
        let cache = cache()
        let exam = exam
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await cache.key(exam) {
                            for _ in 0..<50 { await Task.yield() }
                            throw JobRefusal.examMissing(42)
                        }
                        return false
                    } catch { return error as? JobRefusal == .examMissing(42) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(failures.allSatisfy { $0 })
        #expect(try await cache.key(exam) { clock.fetched() }.answers["1"] == "1")
    }

    @Test("when who fetches is cancelled another one fetches, and who waits can be cancelled alone")
    func cancellation() async throws {
        let cache = cache()
        let clock = clock
        let exam = exam
        let fetching = Atomic<Bool>(false)
        let leader = Task {
            try await cache.key(exam) {
                fetching.store(true, ordering: .releasing)
                try await Task.sleep(for: .seconds(60))
                return clock.fetched()
            }
        }
        while !fetching.load(ordering: .acquiring) { await Task.yield() }
        let impatient = Task { try await cache.key(exam) { clock.fetched() } }
        let patient = Task { try await cache.key(exam) { clock.fetched() } }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        leader.cancel()
        await #expect(throws: CancellationError.self) { try await leader.value }
        #expect(try await patient.value.answers["1"] == "1")
        #expect(clock.fetches == 1)
    }
}
