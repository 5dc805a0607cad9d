import HostConfiguration
import HostObservability
import HostThreads
import Logging
import RabbitMQPeer
import Testing

@testable import HostRabbitMQ

extension BrokerTests {
    @Suite("The publisher")
    struct Publishing {
        private final class Outcomes: Sendable {
            private let told = Guarded<[String: [PublishOutcome]]>([:])
            var all: [String: [PublishOutcome]] { told.withLock { $0 } }
            var count: Int { told.withLock { $0.count } }

            func tell(_ id: String, _ outcome: PublishOutcome) { told.withLock { $0[id, default: []].append(outcome) } }

            /// The only outcome; nil when there is none, or more than one.
            func of(_ id: String) -> PublishOutcome? {
                told.withLock { $0[id].flatMap { $0.count == 1 ? $0[0] : nil } }
            }

            func code(_ id: String) -> String? {
                if case .failed(let code, _) = of(id) { code } else { nil }
            }
        }

        private func publisher(_ settings: BrokerSettings, _ metrics: MetricRegistry = MetricRegistry()) -> Publisher {
            let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let publisher = Publisher(settings: settings, name: "proctor test publisher", metrics: metrics, log: log)
            publisher.start()
            return publisher
        }

        private func publish(
            _ publisher: Publisher, _ outcomes: Outcomes, _ id: String, to exchange: String = "", key: String,
            body: [UInt8] = Array("{}".utf8), attempts: Int = 2, timeout: Duration = .seconds(10),
            patience: Duration = PublishRequest.patience
        ) {
            var properties = MessageProperties()
            properties.messageID = id
            properties.contentType = "application/json"
            properties.correlationID = "c-\(id)"
            properties.headers = [("traceparent", .text("00-2")), ("index", .integer(3))]
            var request = PublishRequest(
                exchange: exchange, routingKey: key, properties: properties, body: body,
                retry: RetryPolicy(attempts: attempts, first: .milliseconds(50), most: .milliseconds(100)),
                timeout: timeout)
            request.service = "grading"
            request.patience = patience
            publisher.publish(request) { outcomes.tell(id, $0) }
        }

        @Test("a confirmed message lies in its queue, persistent and with its properties")
        func confirmed() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            try client.declareQueue("publisher.plain")
            let metrics = MetricRegistry()
            let publisher = publisher(server.settings(), metrics)
            defer { publisher.stop(within: .seconds(5)) }
            let outcomes = Outcomes()
            publish(publisher, outcomes, "a", key: "publisher.plain", body: Array("hello".utf8))
            #expect(eventually { outcomes.of("a") == .confirmed })
            let message = try #require(try client.take("publisher.plain"))
            #expect(message.body == "hello" && message.messageID == "a" && message.correlationID == "c-a")
            #expect(message.contentType == "application/json" && message.isPersistent)
            #expect(message.headers == ["traceparent": "00-2", "index": "3"])
            let series = MetricSeries(
                "lumie_worker_callbacks_total",
                ["service": "grading", "routing_key": "publisher.plain", "status": "confirmed"])
            #expect(eventually { metrics.value(series) == 1 })
            #expect(publisher.pending == 0 && publisher.hindrance == nil)
        }

        @Test("ten thousand messages from several threads are all confirmed, and each is there once")
        func many() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            try client.declareQueue("publisher.many")
            let publisher = publisher(server.settings())
            defer { publisher.stop(within: .seconds(5)) }
            let outcomes = Outcomes()
            let threads = (0..<4).compactMap { part in
                HostThread.start(name: "giver") {
                    for number in 0..<2500 { publish(publisher, outcomes, "\(part)-\(number)", key: "publisher.many") }
                }
            }
            for thread in threads { thread.join() }
            #expect(eventually { outcomes.count == 10_000 })
            #expect(outcomes.all.values.allSatisfy { $0 == [.confirmed] })
            #expect(try client.count("publisher.many") == 10_000)
            try client.deleteQueue("publisher.many")
        }

        @Test("a message that no queue takes is unroutable after its last attempt; the one beside it is confirmed")
        func unroutable() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            try client.declareQueue("publisher.there")
            let metrics = MetricRegistry()
            let publisher = publisher(server.settings(), metrics)
            defer { publisher.stop(within: .seconds(5)) }
            let outcomes = Outcomes()
            publish(publisher, outcomes, "lost", key: "publisher.nowhere", attempts: 3)
            publish(publisher, outcomes, "found", key: "publisher.there")
            #expect(eventually { outcomes.count == 2 })
            #expect(outcomes.code("lost") == "callback.unroutable" && outcomes.of("found") == .confirmed)
            let retries = MetricSeries(
                "lumie_worker_callback_retries_total", ["service": "grading", "routing_key": "publisher.nowhere"])
            #expect(eventually { metrics.value(retries) == 2 })
        }

        @Test("a missing exchange fails its own messages only, and works as soon as it is there")
        func missingExchange() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            try client.declareQueue("publisher.beside")
            let publisher = publisher(server.settings())
            defer { publisher.stop(within: .seconds(5)) }
            let outcomes = Outcomes()
            for number in 0..<20 {
                publish(publisher, outcomes, "good-\(number)", key: "publisher.beside", attempts: 1)
                if number % 5 == 0 {
                    publish(publisher, outcomes, "bad-\(number)", to: "publisher.gone", key: "k", attempts: 1)
                }
            }
            #expect(eventually { outcomes.count == 24 })
            #expect((0..<20).allSatisfy { outcomes.of("good-\($0)") == .confirmed })
            #expect([0, 5, 10, 15].allSatisfy { outcomes.code("bad-\($0)") == "callback.refused" })
            #expect(publisher.connects == 1)
            try client.declareExchange("publisher.gone", type: "fanout")
            try client.bind(queue: "publisher.beside", to: "publisher.gone", key: "")
            publish(publisher, outcomes, "now", to: "publisher.gone", key: "k", attempts: 40)
            #expect(eventually { outcomes.of("now") == .confirmed })
            try client.deleteExchange("publisher.gone")
            try client.deleteQueue("publisher.beside")
        }

        @Test("what was under way when the broker was killed arrives once it is back")
        func killed() throws {
            let server = try RabbitMQServer.shared()
            try BrokerClient(server).declareQueue("publisher.killed")
            try server.settleDeclarations()
            let publisher = publisher(server.settings())
            defer { publisher.stop(within: .seconds(5)) }
            let outcomes = Outcomes()
            #expect(eventually { publisher.hindrance == nil })
            for number in 0..<500 {
                publish(publisher, outcomes, "\(number)", key: "publisher.killed", attempts: 1)
                if number == 250 { server.kill() }
            }
            #expect(eventually { publisher.hindrance != nil })
            try server.start()
            #expect(eventually { outcomes.count == 500 })
            #expect(outcomes.all.values.allSatisfy { $0 == [.confirmed] })
            let ids = Set(try BrokerClient(server).takeAll("publisher.killed").compactMap(\.messageID))
            #expect(ids.count == 500)
        }

        @Test("a broker without memory is said to block; what waits with patience goes through afterwards")
        func blocked() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            try client.declareQueue("publisher.blocked")
            let publisher = publisher(server.settings())
            let outcomes = Outcomes()
            try server.setMemoryAlarm(true)
            // The broker says so to connections that publish.
            publish(publisher, outcomes, "first", key: "publisher.blocked", attempts: 1, timeout: .seconds(1))
            #expect(eventually { publisher.hindrance?.contains("memory") == true })
            publish(
                publisher, outcomes, "short", key: "publisher.blocked", timeout: .milliseconds(100),
                patience: .milliseconds(1500))
            publish(publisher, outcomes, "patient", key: "publisher.blocked", attempts: 1, timeout: .seconds(1))
            #expect(eventually { outcomes.code("short") == "broker.blocked" })
            #expect(outcomes.count == 1, "attempts were used up by waiting")
            try server.setMemoryAlarm(false)
            #expect(eventually { outcomes.of("patient") == .confirmed && outcomes.of("first") == .confirmed })
            #expect(publisher.hindrance == nil)
            publisher.stop(within: .seconds(5))
        }

        @Test("stopping ends in time even while nothing can be sent, and everything has an outcome")
        func stopping() throws {
            var settings = try RabbitMQServer.shared().settings()
            settings.port = 1
            let publisher = publisher(settings)
            let outcomes = Outcomes()
            for number in 0..<10 { publish(publisher, outcomes, "\(number)", key: "k") }
            publisher.stop(within: .milliseconds(100))
            publish(publisher, outcomes, "late", key: "k")
            #expect(outcomes.count == 11)
            #expect(outcomes.all.keys.allSatisfy { outcomes.code($0) == "broker.unreachable" })
            #expect(publisher.pending == 0)
        }

        @Test("a publisher that the system has no thread for refuses at once")
        func noThread() throws {
            let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let settings = try RabbitMQServer.shared().settings()
            let publisher = Publisher(
                settings: settings, name: "test", metrics: MetricRegistry(), log: log, startThread: { _, _ in nil })
            #expect(!publisher.start() && publisher.hindrance?.contains("no thread") == true)
            let outcomes = Outcomes()
            publish(publisher, outcomes, "a", key: "k")
            #expect(outcomes.code("a") == "broker.unreachable" && publisher.pending == 0)
            publisher.stop(within: .milliseconds(10))
        }
    }
}
