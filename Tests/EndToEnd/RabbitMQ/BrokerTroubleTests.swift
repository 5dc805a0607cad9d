import Foundation
import Loopback
import RabbitMQPeer
import Testing

extension EndToEnd {
    /// Troubles between a host and RabbitMQ with more than a hundred jobs in flight; every job is accounted for.
    @Suite("RabbitMQStorm", .serialized) enum RabbitMQStorm {}
}

extension EndToEnd.RabbitMQStorm {
    /// The broker goes away, and comes back. In `make test` each kind of queue meets some of it.
    @Suite(.serialized) struct BrokerTroubles {
        enum Trouble: String, CaseIterable { case stopped, killed, frozen, alarmed, disconnected }

        @Test("no job is lost whatever befalls a broker with quorum queues", .timeLimit(.minutes(60)))
        func quorum() throws {
            // Not killed first: RabbitMQ 3.10 that is killed in the first second of a quorum queue's life comes back with a
            // queue that confirms nothing, whoever publishes.
            try storm(kind: "quorum", Storm.isFull ? Trouble.allCases : [.frozen, .killed, .alarmed])
        }

        @Test("no job is lost whatever befalls a broker with classic queues", .timeLimit(.minutes(60)))
        func classic() throws {
            try storm(kind: "classic", Storm.isFull ? Trouble.allCases : [.disconnected])
        }

        private func storm(kind: String, _ troubles: [Trouble]) throws {
            let broker = try RabbitMQServer.storms()
            let names = StormBackend.Names(prefix: "broker-\(kind)")
            let backend = try StormBackend(names, broker, kind: kind, backlog: 300, limit: Storm.patience)
            let storm = try StormHost(names, port: broker.port)
            try storm.host.start()
            for round in 1...Storm.rounds() {
                for trouble in troubles {
                    try storm.waitUntilBusy(backend)
                    let unsettled = try storm.unsettled()
                    let before = try bring(trouble, on: broker, storm)
                    let recovery = try storm.recovery(since: .now, after: before)
                    print("storm: \(kind) \(round), broker \(trouble) with \(unsettled) jobs: \(recovery)")
                    #expect(recovery.first < Storm.bound, "\(trouble)")
                }
            }
            let summary = try backend.finish()
            print("storm: \(kind), \(summary.numbers)")
            summary.expectAllDone()
            #expect(storm.host.stop() == 0)
        }

        /// Returns when the broker answers again.
        /// - Returns: how many callbacks had been confirmed while it was away.
        private func bring(_ trouble: Trouble, on broker: RabbitMQServer, _ storm: StormHost) throws -> Int {
            var before = 0
            switch trouble {
            case .stopped:
                broker.stop()
                before = try storm.confirmed()
                try broker.start()
            case .killed:
                broker.kill()
                before = try storm.confirmed()
                try broker.start()
            case .frozen:
                broker.freeze()
                try storm.host.wait("the heartbeat to find it") { try storm.host.hindrance() != nil }
                before = try storm.confirmed()
                broker.thaw()
            case .alarmed:
                try broker.setMemoryAlarm(true)
                // The alarm stops publishers, not consumers: what is confirmed comes to a halt.
                before = try storm.waitUntilQuiet()
                try broker.setMemoryAlarm(false)
            case .disconnected:
                try broker.closeConnections()
                before = try storm.confirmed()
            }
            return before
        }
    }
}
