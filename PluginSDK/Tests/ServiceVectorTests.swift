import PluginSDK
import PluginTestKit
import Testing

struct ServiceVectorTests {
    private static let vectors = try? ServiceVectors.load()

    @Test("the services in memory answer as every implementation has to", arguments: vectors?.cases ?? [])
    func vector(_ vector: ServiceVectors.Case) throws {
        let vectors = try #require(Self.vectors)
        let services = MemoryServices(
            mayEnqueue: vectors.setup.may_enqueue, boundQueues: vectors.setup.bound_queues,
            queueLimit: vectors.setup.queue_limit, blobLimit: vectors.setup.blob_limit)
        let caller = ServiceCaller(
            tenant: vectors.job["x-tenant-slug"], subject: vectors.job["x-subject-id"],
            traceparent: vectors.job["traceparent"])
        for (index, step) in vector.steps.enumerated() {
            if let time = step.advance_ms { services.advance(by: .milliseconds(time)) }
            if let service = step.call {
                let complaint = step.complaint(about: services.answer(service, step.requestBytes, for: caller))
                #expect(complaint == nil, "step \(index + 1), \(service)")
            }
            if step.queued != nil { #expect(step.complaint(about: services.jobs.last) == nil, "step \(index + 1)") }
        }
    }

    @Test("the vectors call every service")
    func allServices() throws {
        let called = Set(try #require(Self.vectors).cases.flatMap { $0.steps.compactMap(\.call) })
        #expect(
            called == [
                "store.get/1", "store.put/1", "store.delete/1", "store.swap/1", "store.list/1", "store.transact/1",
                "blobs.put/1", "blobs.get/1", "blobs.delete/1", "blobs.list/1", "queue.put/1",
            ])
    }

    @Test("mutated requests are answered or refused, and never crash")
    func mutated() throws {
        let steps = try #require(Self.vectors).cases.flatMap(\.steps).filter { $0.call != nil && $0.fill == nil }
        let services = MemoryServices()
        var random = SplitMix(state: 7)
        var taken = 0
        var refused = 0
        for _ in 0..<FuzzRounds.count(3000) {
            let step = steps[random.below(steps.count)]
            var bytes = step.requestBytes
            for _ in 0..<random.below(4) where !bytes.isEmpty {
                switch random.below(3) {
                case 0: bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: random.below(bytes.count))
                default: bytes.insert(Array("\"{}[]:,\n9".utf8)[random.below(9)], at: random.below(bytes.count))
                }
            }
            let answer = try #require(services.answer(step.call ?? "", bytes))
            if answer.status == PROCTOR_OK { taken += 1 } else { refused += 1 }
        }
        #expect(taken > 100)
        #expect(refused > 100)
    }
}
