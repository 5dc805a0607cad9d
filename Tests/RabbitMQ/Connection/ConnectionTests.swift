import Glibc
import HostThreads
import RabbitMQPeer
import Synchronization
import Testing

@testable import HostRabbitMQ

extension BrokerTests {
    @Suite("A connection")
    struct Connection {
        private func tagged(_ name: String) -> String { "connection.\(name)" }

        /// A thread whose session consumes `queue` on channel 1.
        private func consumer(
            _ server: RabbitMQServer, _ queue: String, prefetch: UInt16 = 100, heartbeat: Duration = .seconds(20)
        ) -> (thread: BrokerThread, session: RecordingSession) {
            let session = RecordingSession()
            session.whenOpened = { broker throws(BrokerFailure) in
                try broker.openChannel(1, prefetch: prefetch, confirms: false)
                try broker.consume(queue, tag: "test", on: 1)
            }
            let thread = BrokerThread(server.settings(heartbeat: heartbeat), session)
            thread.start()
            return (thread, session)
        }

        @Test("deliveries come whole, with their properties, small, empty and larger than a frame")
        func deliveries() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            try client.declareQueue(tagged("deliveries"))
            let large = String(repeating: "0123456789", count: 50_000)
            try client.publish("", key: tagged("deliveries"), messageID: "empty")
            try client.publish("{}", key: tagged("deliveries"), messageID: "small", headers: ["traceparent": "00-1"])
            try client.publish(large, key: tagged("deliveries"), messageID: "large")
            let (thread, session) = consumer(server, tagged("deliveries"))
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { $0.deliveries.count == 3 })
            let messages = session.seen.withLock { $0.deliveries }
            try #require(messages.map(\.properties.messageID) == ["empty", "small", "large"])
            #expect(messages.map { String(decoding: $0.body, as: UTF8.self) } == ["", "{}", large])
            #expect(messages.map(\.tag) == [1, 2, 3])
            #expect(messages[1].properties.headers.first?.value == .text("00-1"))
            #expect(messages.allSatisfy { $0.properties.contentType == "application/json" && !$0.redelivered })
        }

        @Test("acknowledged is gone, refused with requeue comes again, without is dropped")
        func settling() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            let queue = tagged("settling")
            try client.declareQueue(queue)
            for id in ["a", "b", "c", "d"] { try client.publish("", key: queue, messageID: id) }
            let (thread, session) = consumer(server, queue)
            #expect(session.waits { $0.deliveries.count == 4 })
            session.order(thread) { broker throws(BrokerFailure) in
                try broker.acknowledge(2, upTo: true, on: 1)
                try broker.refuse(3, requeue: false, on: 1)
                try broker.refuse(4, requeue: true, on: 1)
            }
            #expect(session.waits { $0.deliveries.count == 5 })
            let again = try #require(session.seen.withLock { $0.deliveries.last })
            #expect(again.properties.messageID == "d" && again.redelivered)
            thread.stop(within: .seconds(5))
            #expect(try client.takeAll(queue).map(\.messageID) == ["d"])
        }

        @Test("requests while deliveries pour in lose none of them")
        func requests() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            let queue = tagged("requests")
            try client.declareQueue(queue)
            try client.publish((0..<2000).map { ("\($0)", "body \($0)") }, key: queue)
            let (thread, session) = consumer(server, queue, prefetch: 5000)
            defer { thread.stop(within: .seconds(5)) }
            for number: UInt16 in 0..<20 {
                session.order(thread) { broker throws(BrokerFailure) in
                    try broker.openChannel(10 + number, prefetch: 5, confirms: true)
                    try broker.declareQueue(QueueDeclaration(name: queue, isPassive: true), on: 10 + number)
                    try broker.closeChannel(10 + number)
                }
            }
            #expect(session.waits { $0.deliveries.count == 2000 })
            #expect(session.seen.withLock { $0.deliveries.map(\.tag) } == (1...2000).map { UInt64($0) })
            #expect(session.seen.withLock { $0.lost.isEmpty })
        }

        @Test("requests in the midst of deliveries change nothing about the order of the tags")
        func requestsWhileReceiving() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            let queue = tagged("order")
            try client.declareQueue(queue)
            try client.publish((0..<3000).map { ("\($0)", "body \($0)") }, key: queue)
            let session = RecordingSession()
            session.whenOpened = { broker throws(BrokerFailure) in
                try broker.openChannel(1, prefetch: 5000, confirms: false)
                try broker.consume(queue, tag: "test", on: 1)
            }
            // As a session does that is told of the end of another consumer, and opens a channel for its successor.
            session.whenReceived = { event, broker throws(BrokerFailure) in
                guard case .delivery(let message) = event, message.tag % 100 == 0, message.tag <= 2000 else { return }
                let channel = UInt16(10 + message.tag / 100)
                try broker.openChannel(channel, prefetch: 5, confirms: false)
                try broker.declareQueue(QueueDeclaration(name: queue, isPassive: true), on: channel)
            }
            let thread = BrokerThread(server.settings(), session)
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { $0.deliveries.count == 3000 })
            #expect(session.seen.withLock { $0.deliveries.map(\.tag) } == (1...3000).map { UInt64($0) })
            #expect(session.seen.withLock { $0.lost.isEmpty })
            try client.deleteQueue(queue)
        }

        @Test("a refused request closes its channel only, and nothing of before comes once it is open again")
        func refusedRequest() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            let queue = tagged("refused")
            try client.declareQueue(queue)
            try client.publish((0..<300).map { ("\($0)", "x") }, key: queue)
            let session = RecordingSession()
            let failures = Guarded<[BrokerFailure]>([])
            session.whenOpened = { broker throws(BrokerFailure) in
                try broker.openChannel(1, prefetch: 1000, confirms: false)
                try broker.consume(queue, tag: "first", on: 1)
                do throws(BrokerFailure) {
                    try broker.declareQueue(QueueDeclaration(name: "no.such.queue", isPassive: true), on: 1)
                } catch {
                    failures.withLock { $0.append(error) }
                }
                try broker.openChannel(1, prefetch: 1000, confirms: false)
                try broker.consume(queue, tag: "second", on: 1)
            }
            let thread = BrokerThread(server.settings(), session)
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { $0.deliveries.count >= 300 })
            let failure = try #require(failures.withLock { $0.first })
            #expect(failure.reason == .notFound && failure.message.contains("no.such.queue"))
            // Tags from 1 without a gap: were one of the old channel's among them, acknowledging it would end another job.
            #expect(session.seen.withLock { $0.deliveries.map(\.tag) } == (1...300).map { UInt64($0) })
            #expect(session.seen.withLock { $0.lost.isEmpty })
        }

        @Test("an unknown tag closes the channel, which the session is told")
        func channelClosed() throws {
            let server = try RabbitMQServer.shared()
            let session = RecordingSession()
            session.whenOpened = { broker throws(BrokerFailure) in
                try broker.openChannel(1, prefetch: 1, confirms: false)
                try broker.acknowledge(99, upTo: false, on: 1)
            }
            let thread = BrokerThread(server.settings(), session)
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            #expect(
                session.waits {
                    $0.events.contains { if case .channelClosed(1, 406, _) = $0 { true } else { false } }
                })
        }

        @Test("a deleted queue ends its consumer, which the session is told")
        func consumerCancelled() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            try client.declareQueue(tagged("deleted"))
            let (thread, session) = consumer(server, tagged("deleted"))
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { !$0.opened.isEmpty && $0.turns > 0 })
            try client.deleteQueue(tagged("deleted"))
            #expect(
                session.waits {
                    $0.events.contains { if case .consumerCancelled(1, "test") = $0 { true } else { false } }
                })
        }

        @Test("a declared queue has the arguments that were asked for; other arguments are a mismatch")
        func declaring() throws {
            let server = try RabbitMQServer.shared()
            let session = RecordingSession()
            let failure = Guarded<BrokerFailure?>(nil)
            let queue = tagged("declared")
            session.whenOpened = { broker throws(BrokerFailure) in
                try broker.openChannel(1, prefetch: nil, confirms: false)
                let arguments: [(String, QueueDeclaration.Value)] = [
                    ("x-queue-type", .text("quorum")), ("x-message-ttl", .number(60_000)),
                ]
                try broker.declareQueue(QueueDeclaration(name: queue, arguments: arguments), on: 1)
                try broker.declareQueue(QueueDeclaration(name: queue, arguments: arguments), on: 1)
                try broker.bind(queue: queue, to: "amq.direct", key: "k", on: 1)
                do throws(BrokerFailure) {
                    try broker.declareQueue(QueueDeclaration(name: queue), on: 1)
                } catch {
                    failure.withLock { $0 = error }
                }
            }
            let thread = BrokerThread(server.settings(), session)
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { $0.turns > 0 })
            #expect(failure.withLock { $0?.reason } == .mismatch)
            let client = try BrokerClient(server)
            try client.publish("here", to: "amq.direct", key: "k")
            #expect(try eventually { try client.count(queue) == 1 })
            try client.deleteQueue(queue)
        }

        @Test("many threads can wake it")
        func waking() throws {
            let session = RecordingSession()
            let thread = BrokerThread(try RabbitMQServer.shared().settings(), session)
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            let done = Guarded(0)
            let started = (0..<4).compactMap { _ in
                HostThread.start(name: "waker") {
                    for _ in 0..<500 { session.order(thread) { _ in done.withLock { $0 += 1 } } }
                }
            }
            for thread in started { thread.join() }
            #expect(eventually { done.withLock { $0 } == 2000 })
        }

        @Test("an operator who closes all connections gets a new one of each, with the next number")
        func closedByOperator() throws {
            let server = try RabbitMQServer.shared()
            let session = RecordingSession()
            let thread = BrokerThread(server.settings(), session)
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { !$0.opened.isEmpty })
            try server.closeConnections()
            #expect(session.waits { $0.opened.count == 2 })
            #expect(session.seen.withLock { $0.opened == [1, 2] && $0.lost.first?.code == 320 })
            #expect(eventually { thread.hindrance == nil })
        }

        @Test("a broker that is frozen beyond its heartbeats is lost, and found again when it is not any more")
        func frozen() throws {
            let server = try RabbitMQServer.shared()
            let session = RecordingSession()
            let thread = BrokerThread(server.settings(heartbeat: .seconds(1)), session)
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { !$0.opened.isEmpty })
            server.freeze()
            let isLost = session.waits(.seconds(6)) { !$0.lost.isEmpty }
            server.thaw()
            #expect(isLost)
            #expect(session.waits { $0.opened.count == 2 })
        }

        @Test("a broker that is frozen is found to be silent by who keeps on publishing, too")
        func frozenWhilePublishing() throws {
            let server = try RabbitMQServer.shared()
            let session = RecordingSession()
            let thread = BrokerThread(server.settings(heartbeat: .seconds(1)), session)
            session.whenOpened = { broker throws(BrokerFailure) in
                try broker.openChannel(1, prefetch: nil, confirms: false)
            }
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { !$0.opened.isEmpty && $0.turns > 0 })
            server.freeze()
            let isLost = eventually(.seconds(6)) {
                session.order(thread) { broker throws(BrokerFailure) in
                    try broker.publish(
                        OutgoingMessage(exchange: "", routingKey: "none", properties: MessageProperties(), body: []),
                        on: 1)
                }
                return session.seen.withLock { !$0.lost.isEmpty }
            }
            server.thaw()
            #expect(isLost)
            #expect(session.waits { $0.opened.count == 2 })
        }

        @Test("a frozen broker holds up neither a writer nor the stopping for ever")
        func frozenWriter() throws {
            let server = try RabbitMQServer.shared()
            let session = RecordingSession()
            let thread = BrokerThread(server.settings(heartbeat: .seconds(60)), session)
            thread.start()
            #expect(session.waits { !$0.opened.isEmpty && $0.turns > 0 })
            server.freeze()
            let isWriting = Guarded(false)
            session.order(thread) { broker throws(BrokerFailure) in
                isWriting.withLock { $0 = true }
                let body = [UInt8](repeating: 0, count: 32 << 20)
                try broker.publish(
                    OutgoingMessage(exchange: "", routingKey: "none", properties: MessageProperties(), body: body),
                    on: 1)
            }
            #expect(eventually { isWriting.withLock { $0 } })
            let start = MonotonicClock.now()
            thread.stop(within: .milliseconds(300))
            let took = MonotonicClock.now() - start
            server.thaw()
            #expect(took < 2_000_000_000)
            #expect(session.seen.withLock { $0.hasEnded })
        }

        @Test("a killed broker is found again once it is back, and redelivers what was not settled")
        func killed() throws {
            let server = try RabbitMQServer.shared()
            let client = try BrokerClient(server)
            let queue = tagged("killed")
            try client.declareQueue(queue)
            try server.settleDeclarations()
            try client.publish("keep", key: queue, messageID: "a")
            let (thread, session) = consumer(server, queue)
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { $0.deliveries.count == 1 })
            server.kill()
            #expect(session.waits { $0.lost.count == 1 && !$0.failedAttempts.isEmpty })
            #expect(thread.hindrance != nil)
            try server.start()
            #expect(session.waits { $0.deliveries.count == 2 })
            let again = try #require(session.seen.withLock { $0.deliveries.last })
            #expect(again.properties.messageID == "a" && again.redelivered)
            #expect(thread.connects == 2)
        }
    }
}
