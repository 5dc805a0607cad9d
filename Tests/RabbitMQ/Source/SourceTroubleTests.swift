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
    /// Brokers, queues and bindings that come and go while jobs are under way.
    @Suite("The source in trouble")
    struct SourceTrouble {
        // MARK: Trouble

        @Test("while the broker takes no callbacks nothing is acknowledged; when it does again, nothing is missing")
        func blocked() throws {
            let bench = try SourceBench(FakeProcessor.echo)
            defer { bench.clear() }
            try bench.client.publish((0..<20).map { ("j\($0)", "{}") }, key: bench.work)
            try bench.server.setMemoryAlarm(true)
            var isAlarmed = true
            defer { if isAlarmed { try? bench.server.setMemoryAlarm(false) } }
            try bench.start(bench.binding(), callback: bench.callback(attempts: 50))
            // The broker says so once something is published; what has not begun by then does not begin.
            try bench.wait {
                bench.statistics.totals[.ok] ?? 0 > 0 && bench.source.queues.first?.unsettled == 20
                    && bench.source.hindrance?.contains("callbacks cannot be published") == true
            }
            #expect(try bench.client.count(bench.done) == 0)
            try bench.server.setMemoryAlarm(false)
            isAlarmed = false
            #expect(Set(try bench.answers(20).map(\.messageID)).count == 20)
            try bench.wait { try bench.isSettled() && bench.source.hindrance == nil }
        }

        @Test(
            "jobs under way when the connections are closed come again, and none is lost",
            arguments: ["classic", "quorum"])
        func connectionsClosed(type: String) throws {
            let door = Gate()
            let begun = Atomic<Int>(0)
            let bench = try SourceBench(type: type) { job in
                begun.add(1, ordering: .relaxed)
                door.wait()
                return FakeAnswer(payload: job.payload)
            }
            defer { bench.clear() }
            try bench.client.publish((0..<50).map { ("j\($0)", "{}") }, key: bench.work)
            try bench.start(bench.binding(), callback: bench.callback())
            try bench.wait { begun.load(ordering: .relaxed) == 4 && bench.source.queues.first?.unsettled == 50 }
            try bench.server.closeConnections()
            try bench.reconnect()
            try bench.wait {
                bench.registry.value(MetricSeries("proctor_amqp_reconnects_total", ["broker": "rabbit"])) == 1
                    && bench.source.queues.first?.unsettled == 50
            }
            door.open()
            #expect(Set(try bench.answers(50).map(\.messageID)).count == 50)
            try bench.wait { try bench.isSettled() }
        }

        @Test("a broker that is killed under load is found again, and nothing that it had is lost")
        func killed() throws {
            let bench = try SourceBench(FakeProcessor.echo)
            defer { bench.clear() }
            try bench.server.settleDeclarations()
            let ids = (0..<1000).map { "j\($0)" }
            try bench.client.publish(ids.map { ($0, $0) }, key: bench.work)
            try bench.start(bench.binding(), callback: bench.callback(attempts: 50))
            try bench.wait { (bench.statistics.totals[.ok] ?? 0) > 100 }
            bench.server.kill()
            try bench.wait { bench.source.hindrance?.hasPrefix("rabbit: ") == true }
            try bench.server.start()
            try bench.reconnect()
            let answers = try bench.answers(1000)
            #expect(Set(answers.map { $0.messageID ?? "" }) == Set(ids))
            // What came twice is the same both times.
            #expect(answers.allSatisfy { $0.body == $0.messageID })
            try bench.wait { try bench.isSettled() && bench.source.hindrance == nil }
        }

        @Test("a queue that is deleted is a hindrance, and is consumed again as soon as it is there")
        func deleted() throws {
            let bench = try SourceBench(FakeProcessor.echo)
            defer { bench.clear() }
            try bench.start(bench.binding(), callback: bench.callback())
            try bench.wait { bench.source.queues.first?.hindrance == nil && bench.source.hindrance == nil }
            try bench.client.deleteQueue(bench.work)
            try bench.wait { bench.source.hindrance?.contains(bench.work) == true }
            try bench.client.declareQueue(bench.work, ["x-queue-type": "classic"])
            try bench.client.publish("{}", key: bench.work, messageID: "j")
            #expect(try bench.answers(1).count == 1)
            #expect(bench.source.hindrance == nil)
        }

        @Test("a callback that no queue takes gives the job back, until one does")
        func unroutable() throws {
            let bench = try SourceBench(FakeProcessor.echo)
            defer { bench.clear() }
            var callback = bench.callback(attempts: 2)
            callback.key = "late"
            try bench.start(bench.binding(), callback: callback)
            try bench.client.publish("{}", key: bench.work, messageID: "j")
            try bench.wait { bench.redelivered > 0 }
            #expect(try bench.client.count(bench.done) == 0)
            try bench.client.bind(queue: bench.done, to: bench.exchange, key: "late")
            #expect(try bench.answers(1).first?.messageID == "j")
            try bench.wait { try bench.isSettled() }
        }

        @Test("a broker that is not there, or not in the configuration, is a hindrance that names it")
        func noBroker() throws {
            let bench = try SourceBench(FakeProcessor.echo)
            defer { bench.clear() }
            var binding = bench.binding()
            binding.broker = "elsewhere"
            try bench.start(binding)
            #expect(bench.source.hindrance == "there is no broker elsewhere: name it under brokers:")
            let settings = BrokerSettings(
                name: "elsewhere", kind: .amqp, host: "127.0.0.1", port: 1, virtualHost: "/",
                position: SourcePosition(file: "test"))
            bench.source.configure(brokers: [settings])
            bench.source.routingChanged(bench.router.snapshot)
            try bench.wait { bench.source.hindrance?.hasPrefix("elsewhere: ") == true }
        }

        // MARK: Ends and reloads

        @Test("a job under way while a reload changes its callback's broker is answered over the old connection")
        func callbackBrokerChanged() throws {
            let door = Gate()
            let begun = Atomic<Int>(0)
            let bench = try SourceBench { job in
                begun.add(1, ordering: .relaxed)
                door.wait()
                return FakeAnswer(payload: job.payload)
            }
            defer { bench.clear() }
            var answers = bench.settings(named: "answers")
            bench.brokers.append(answers)
            var callback = bench.callback()
            callback.broker = "answers"
            try bench.start(bench.binding(), callback: callback)
            try bench.client.publish("{}", key: bench.work, messageID: "j")
            try bench.wait { begun.load(ordering: .relaxed) == 1 }
            answers.heartbeat = .seconds(33)
            bench.brokers[1] = answers
            try bench.route([bench.binding()], callback: callback)
            // As long as the old connection had before.
            _ = Gate().wait(.milliseconds(400))
            door.open()
            #expect(try bench.answers(1).map(\.messageID) == ["j"])
            try bench.wait { try bench.isSettled() }
            #expect(begun.load(ordering: .relaxed) == 1 && bench.redelivered == 0)
            try bench.wait("the old connection stays open") {
                try bench.server.control("list_connections", "client_properties").split(separator: "\n")
                    .count { $0.contains("proctor-publish") } == 1
            }
        }

        @Test("an end soon after a reload that replaced a connection waits for the jobs of that one")
        func endAfterReload() throws {
            let door = Gate()
            let begun = Atomic<Int>(0)
            let bench = try SourceBench { job in
                begun.add(1, ordering: .relaxed)
                door.wait()
                return FakeAnswer(payload: job.payload)
            }
            defer { bench.clear() }
            try bench.start(bench.binding(), callback: bench.callback())
            try bench.client.publish("{}", key: bench.work, messageID: "j")
            try bench.wait { begun.load(ordering: .relaxed) == 1 }
            bench.brokers[0].heartbeat = .seconds(33)
            try bench.route([bench.binding()], callback: bench.callback())
            let source = bench.source
            let stopped = Gate()
            let thread = HostThread.start(name: "stop") {
                source.stop(within: .seconds(15))
                stopped.open()
            }
            #expect(!stopped.wait(.milliseconds(500)))
            door.open()
            #expect(stopped.wait(.seconds(15)))
            thread?.join()
            #expect(try bench.client.takeAll(bench.done).map(\.messageID) == ["j"])
            #expect(try bench.client.count(bench.work) == 0)
        }

        @Test("an end under load settles what has begun, gives back the rest, and repeats nothing")
        func drain() throws {
            let bench = try SourceBench(FakeProcessor.echo)
            defer { bench.clear() }
            let ids = (0..<2000).map { "j\($0)" }
            try bench.client.publish(ids.map { ($0, "{}") }, key: bench.work)
            try bench.start(bench.binding(), callback: bench.callback())
            try bench.wait { (bench.statistics.totals[.ok] ?? 0) > 200 }
            bench.source.stop(within: .seconds(10))
            let first = try bench.client.takeAll(bench.done).map { $0.messageID ?? "" }
            #expect(first.count >= 200 && first.count < 2000, "the end came in the midst of the load")
            #expect(try bench.client.count(bench.work) == 2000 - first.count)
            bench.another()
            try bench.start(bench.binding(), callback: bench.callback())
            let rest = try bench.answers(2000 - first.count).map { $0.messageID ?? "" }
            #expect((first + rest).sorted() == ids.sorted())
        }

        @Test("reloads that change the binding under load lose nothing and repeat nothing")
        func reload() throws {
            let bench = try SourceBench(FakeProcessor.echo)
            defer { bench.clear() }
            let ids = (0..<3000).map { "j\($0)" }
            try bench.client.publish(ids.map { ($0, "{}") }, key: bench.work)
            try bench.start(bench.binding(), callback: bench.callback())
            for round in 1...10 {
                try bench.wait { (bench.statistics.totals[.ok] ?? 0) > UInt64(round) * 150 }
                try bench.route([bench.binding(prefetch: 20 + round)], callback: bench.callback())
            }
            try bench.wait { bench.statistics.totals[.ok] == 3000 }
            let answers = try bench.answers(3000).map { $0.messageID ?? "" }
            #expect(answers.sorted() == ids.sorted())
            try bench.wait { try bench.isSettled() }
            #expect(bench.source.queues.map(\.prefetch) == [30])
        }

        @Test("a job that three hosts died of is given up, with the failure's callback")
        func poison() throws {
            let store = CountingStore()
            let counter = StoreCounter(services: store, owner: "amqp")
            defer { counter.close() }
            let door = Gate()
            let bench = try SourceBench { job in
                if job.operation == "a.failed" {
                    return FakeAnswer(payload: Array((job.headers["x-failure-code"] ?? "").utf8))
                }
                door.wait()
                return .ok
            }
            defer { bench.clear() }
            defer { door.open() }
            try bench.start(bench.binding(), callback: bench.callback(failure: "a.failed"))
            try bench.client.publish("{}", key: bench.work, messageID: "bad")
            try bench.wait { bench.source.queues.first?.inFlight == 1 }
            // As if it had died: what it had is the broker's again.
            bench.source.stop(within: .zero)
            let key = MessageIdentity.lossKey(processor: "fake", job: "bad")
            store.set(key, 2)
            let noted = Gate()
            let lost = LostJob(
                processor: "fake", operation: "a.b", job: "bad", tenant: nil, attempt: 1, generation: 1, started: 0)
            bench.another(counter: counter, lost: [lost]) { noted.open() }
            try bench.start(bench.binding(), callback: bench.callback(failure: "a.failed"))
            #expect(noted.wait(.seconds(5)) && store.value(key) == 3)
            #expect(try bench.answers(1).map(\.body) == ["job.poison"])
            try bench.wait { try bench.isSettled() }
        }

        @Test("a binding that goes leaves its queue alone")
        func removed() throws {
            let bench = try SourceBench(FakeProcessor.echo)
            defer { bench.clear() }
            try bench.start(bench.binding(), callback: bench.callback())
            try bench.client.publish("{}", key: bench.work, messageID: "j")
            #expect(try bench.answers(1).count == 1)
            try bench.route([], callback: nil)
            try bench.wait { try bench.server.control("list_consumers").contains(bench.work) == false }
            try bench.client.publish("{}", key: bench.work, messageID: "k")
            #expect(try bench.client.count(bench.work) == 1)
            #expect(bench.source.queues.isEmpty && bench.source.hindrance == nil)
        }
    }
}
