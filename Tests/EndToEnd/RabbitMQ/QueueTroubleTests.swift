import Foundation
import Loopback
import RabbitMQPeer
import Testing

extension EndToEnd.RabbitMQStorm {
    /// Queues, bindings, messages and the way to the broker go wrong, while the broker itself is well.
    @Suite(.serialized) struct QueueTroubles {
        @Test(
            "a callback that no queue takes keeps its job from being acknowledged, and comes when one does",
            .timeLimit(.minutes(60)))
        func unroutable() throws {
            let broker = try RabbitMQServer.storms()
            let names = StormBackend.Names(prefix: "queue-unbound")
            let backend = try StormBackend(names, broker, backlog: 250, limit: Storm.patience)
            let storm = try StormHost(names, port: broker.port)
            try storm.host.start()
            for round in 1...Storm.rounds() {
                try storm.waitUntilBusy(backend)
                try backend.order("unbind")
                // A returned message is confirmed by the broker, and must not count as confirmed here.
                let confirmed = try storm.waitUntilQuiet()
                // All attempts at some of them have failed then, and their jobs are the broker's again.
                try storm.host.wait("jobs to go back") { storm.host.logs.contains("callback.unroutable") }
                let open = backend.open
                #expect(open >= 100)
                #expect(try storm.confirmed() == confirmed)
                try backend.order("bind")
                let recovery = try storm.recovery(since: .now, after: confirmed)
                print("storm: \(round), callbacks unroutable with \(open) jobs: \(recovery)")
                #expect(recovery.first < Storm.bound)
            }
            let summary = try backend.finish()
            print("storm: unroutable, \(summary.numbers)")
            summary.expectAllDone()
            #expect(storm.host.stop() == 0)
        }

        @Test(
            "when the queue of commands is deleted, what was taken is done, and a new queue is consumed by itself",
            .timeLimit(.minutes(60)), arguments: Storm.isFull ? ["quorum", "classic"] : ["quorum"])
        func deleted(kind: String) throws {
            let broker = try RabbitMQServer.storms()
            let names = StormBackend.Names(prefix: "queue-deleted-\(kind)")
            let backend = try StormBackend(
                names, broker, kind: kind, backlog: 200, body: #"{"jobId": {n}, "ms": 2500}"#, limit: Storm.patience)
            let storm = try StormHost(names, port: broker.port, terms: .init(concurrency: 128))
            try storm.host.start()
            for round in 1...Storm.rounds() {
                let client = try BrokerClient(broker)
                try storm.waitUntilBusy(backend)
                try backend.order("pause")
                // Whatever were in the queue would be deleted with it.
                try storm.host.wait("the host to have all") { try client.count(names.queue) == 0 }
                let open = backend.open
                #expect(open >= 100)
                try client.deleteQueue(names.queue)
                try storm.host.wait("what was taken to be done") { backend.open == 0 }
                try client.declareQueue(
                    names.queue, ["x-queue-type": kind, "x-dead-letter-exchange": names.deadLetter])
                try client.bind(queue: names.queue, to: names.exchange, key: names.key)
                let start = ContinuousClock.now
                let before = try storm.confirmed()
                try backend.order("resume")
                let recovery = try storm.recovery(since: start, after: before)
                print("storm: \(kind) \(round), queue deleted with \(open) jobs taken: \(recovery)")
                #expect(recovery.first < Storm.bound)
            }
            let summary = try backend.finish()
            print("storm: \(kind), queue deleted, \(summary.numbers)")
            summary.expectAllDone()
            #expect(storm.host.stop() == 0)
        }

        @Test("a heartbeat finds a connection that forwards nothing any more", .timeLimit(.minutes(60)))
        func halfOpen() throws {
            let broker = try RabbitMQServer.storms()
            let names = StormBackend.Names(prefix: "queue-half-open")
            let backend = try StormBackend(names, broker, backlog: 300, limit: Storm.patience)
            let proxy = try StallingProxy(to: broker.port)
            defer { proxy.close() }
            let storm = try StormHost(names, port: proxy.port)
            try storm.host.start()
            for round in 1...Storm.rounds() {
                try storm.waitUntilBusy(backend)
                let unsettled = try storm.unsettled()
                proxy.stall()
                let start = ContinuousClock.now
                let before = try storm.waitUntilQuiet()
                let recovery = try storm.recovery(since: start, after: before)
                print("storm: \(round), connection stalled with \(unsettled) jobs: since then \(recovery)")
                // Twice the heartbeat of 2 s, and the connection after it.
                #expect(recovery.first > .seconds(2) && recovery.first < Storm.bound)
            }
            let summary = try backend.finish()
            print("storm: half-open, \(summary.numbers)")
            summary.expectAllDone()
            #expect(storm.host.stop() == 0)
        }

        @Test("a message that cannot be read becomes a dead letter once, and all beside it are done")
        func malformed() throws {
            let broker = try RabbitMQServer.storms()
            for kind in ["quorum", "classic"] {
                let names = StormBackend.Names(prefix: "queue-malformed-\(kind)")
                let count = Storm.isFull ? 20_000 : 1_000
                let backend = try StormBackend(
                    names, broker, kind: kind, backlog: 300, body: #"{"jobId": {n}}"#, odd: (10, #"{"jobId": {n}"#),
                    count: count, limit: Storm.patience)
                let storm = try StormHost(names, port: broker.port)
                try storm.host.start()
                let summary = try backend.finish()
                print("storm: malformed, \(kind), \(summary.numbers), \(summary.dead) dead letters")
                #expect(summary.published == count)
                summary.expectAllDone(dead: count / 10)
                summary.expectNoRepeats()
                #expect(storm.host.stop() == 0)
            }
        }
    }
}
