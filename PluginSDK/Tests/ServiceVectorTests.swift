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

    @Test("mutated requests of http/1, sql/1 and buckets are answered or refused, and never crash")
    func mutatedOfNetwork() throws {
        let samples = [
            (
                "http.send/1",
                #"{"exchange":1,"upstream":"a","method":"GET","path":"/a%20b","headers":[["a","b"]]}"# + "\nbody"
            ),
            (
                "http.open/1",
                #"{"exchange":2,"upstream":"a","method":"PUT","path":"/","query":[["k","v"]],"timeout_ms":5,"attempts":1}"#
            ),
            ("http.read/1", #"{"exchange":2,"timeout_ms":5}"#), ("http.close/1", #"{"exchange":2}"#),
            ("sql.query/1", #"{"database":"m","statements":[{"sql":"s","parameters":[1,null,{"base64":"AA=="}]}]}"#),
            ("blobs.put/1", #"{"bucket":"b","key":"k"}"# + "\nbytes"), ("blobs.get/1", #"{"bucket":"b","key":"k"}"#),
        ]
        let services = MemoryServices(
            buckets: ["b": .write], http: { _ in .stream(UpstreamHead(status: 200), pieces: [[1]]) },
            sql: { query in .results(query.statements.map { _ in SQLResult() }) })
        var random = SplitMix(state: 11)
        var taken = 0
        var refused = 0
        for _ in 0..<FuzzRounds.count(3000) {
            let (service, request) = samples[random.below(samples.count)]
            let bytes = random.mutated(Array(request.utf8))
            let answer = try #require(services.answer(service, bytes))
            if answer.status == PROCTOR_OK { taken += 1 } else { refused += 1 }
        }
        #expect(taken > 100)
        #expect(refused > 100)
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
            let bytes = random.mutated(step.requestBytes)
            let answer = try #require(services.answer(step.call ?? "", bytes))
            if answer.status == PROCTOR_OK { taken += 1 } else { refused += 1 }
        }
        #expect(taken > 100)
        #expect(refused > 100)
    }
}

extension SplitMix {
    /// Up to three bytes changed, removed or put in.
    fileprivate mutating func mutated(_ sample: [UInt8]) -> [UInt8] {
        var bytes = sample
        for _ in 0..<below(4) where !bytes.isEmpty {
            switch below(3) {
            case 0: bytes[below(bytes.count)] = UInt8(truncatingIfNeeded: next())
            case 1: bytes.remove(at: below(bytes.count))
            default: bytes.insert(Array("\"{}[]:,\n9".utf8)[below(9)], at: below(bytes.count))
            }
        }
        return bytes
    }
}
