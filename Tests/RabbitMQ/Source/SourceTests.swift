import CPluginABI
import HostConfiguration
import HostObservability
import HostThreads
import RabbitMQPeer
import Synchronization
import Testing

@testable import HostDispatch
@testable import HostRabbitMQ

extension BrokerTests {
    /// Jobs from a real broker and back, in order and in trouble.
    @Suite("The source")
    struct Source {
        private static let echo: FakeProcessor.Handler = {
            FakeAnswer(payload: $0.payload, mediaType: "application/json")
        }

        @Test(
            "a job's callback is persistent and has its id, type and trace; then the job is gone",
            arguments: ["classic", "quorum"])
        func callback(type: String) throws {
            let bench = try SourceBench(type: type, FakeProcessor.echo)
            defer { bench.clear() }
            try bench.start(bench.binding(), callback: bench.callback())
            try bench.client.publish(
                "{\"jobId\":1}", key: bench.work, messageID: "1:0",
                headers: ["traceparent": "00-a-b-01", "x-other": "1"])
            let answer = try #require(try bench.answers(1).first)
            #expect(answer.body == "{\"jobId\":1}" && answer.messageID == "1:0" && answer.isPersistent)
            #expect(answer.contentType == "application/json" && answer.headers == ["traceparent": "00-a-b-01"])
            try bench.wait { try bench.isSettled() }
            #expect(bench.source.hindrance == nil)
            #expect(bench.source.queues.map(\.queue) == [bench.work])
        }

        @Test("a thousand jobs are answered once each and settled")
        func many() throws {
            let bench = try SourceBench(FakeProcessor.echo)
            defer { bench.clear() }
            try bench.client.publish((0..<1000).map { ("j\($0)", "{}") }, key: bench.work)
            try bench.start(bench.binding(prefetch: 50), callback: bench.callback())
            let answers = try bench.answers(1000)
            #expect(answers.count == 1000)
            try bench.wait { try bench.isSettled() }
            bench.source.stop(within: .seconds(5))
            #expect(try bench.client.count(bench.work) == 0)
        }

        @Test("what is refused goes to the broker's dead letters, and nowhere else")
        func deadLetter() throws {
            let dead = try BrokerClient(RabbitMQServer.shared())
            let name = "dead-\(UInt32.random(in: 0 ... .max))"
            try dead.declareQueue(name)
            defer { try? dead.deleteQueue(name) }
            let bench = try SourceBench(
                arguments: ["x-dead-letter-exchange": "", "x-dead-letter-routing-key": name]) { _ in .reject }
            defer { bench.clear() }
            try bench.start(bench.binding(), callback: bench.callback(failure: "a.failed"))
            try bench.client.publish("not json", key: bench.work, messageID: "bad")
            try bench.wait { try dead.count(name) == 1 }
            #expect(try dead.take(name)?.messageID == "bad")
            #expect(try bench.client.count(bench.done) == 0)
        }

        @Test("a job is tried here, redelivered and counted by the queue, and given up with the failure's callback")
        func deliveryCount() throws {
            let attempts = Mutex<[UInt32]>([])
            let bench = try SourceBench(type: "quorum") { job in
                if job.operation == "a.failed" {
                    return FakeAnswer(payload: Array((job.headers["x-failure-code"] ?? "").utf8))
                }
                attempts.withLock { $0.append(job.attempt) }
                return .retry
            }
            defer { bench.clear() }
            var binding = bench.binding(attempts: 2)
            binding.deliveries = 2
            try bench.start(binding, callback: bench.callback(failure: "a.failed"))
            try bench.client.publish("{}", key: bench.work, messageID: "j")
            let answers = try bench.answers(1)
            #expect(answers.map(\.body) == ["test.retry"])
            #expect(attempts.withLock { $0 } == [1, 2, 2, 3, 3, 4])
            try bench.wait { try bench.isSettled() }
        }

        @Test("a classic queue's redeliveries are counted in the store")
        func classicCount() throws {
            let counter = StoreCounter(services: CountingStore(), owner: "amqp")
            defer { counter.close() }
            let bench = try SourceBench(counter: counter) { job in
                job.operation == "a.failed" ? .ok : .retry
            }
            defer { bench.clear() }
            var binding = bench.binding(attempts: 1)
            binding.deliveries = 3
            try bench.start(binding, callback: bench.callback(failure: "a.failed"))
            try bench.client.publish("{}", key: bench.work, messageID: "j")
            #expect(try bench.answers(1).count == 1)
            try bench.wait { try bench.isSettled() }
            #expect(bench.statistics.totals[.retry] == 4)
        }

        @Test("a job climbs the ladder that the binding declares, and comes back with its id and attempts")
        func ladder() throws {
            let seen = Mutex<[String]>([])
            let bench = try SourceBench { job in
                seen.withLock { $0.append("\(job.id) \(job.attempt) \(job.headers["x-kept"] ?? "")") }
                return job.attempt < 3 ? .retry : FakeAnswer(payload: job.payload)
            }
            defer { bench.clear() }
            try bench.client.deleteQueue(bench.work)
            var binding = bench.binding(attempts: 1)
            binding.topology = .declare
            binding.declaration.type = .classic
            binding.ladder = [.milliseconds(50), .milliseconds(100)]
            try bench.start(binding, callback: bench.callback())
            try bench.wait { bench.source.hindrance == nil && bench.source.queues.count == 1 }
            try bench.client.publish("{}", key: bench.work, messageID: "j", headers: ["x-kept": "k"])
            #expect(try bench.answers(1).first?.messageID == "j")
            #expect(seen.withLock { $0 } == ["j 1 k", "j 2 k", "j 3 k"])
            try bench.wait { try bench.isSettled() }
            for step in 0..<2 { try bench.client.deleteQueue(try #require(binding.ladderQueue(step))) }
        }
    }
}
