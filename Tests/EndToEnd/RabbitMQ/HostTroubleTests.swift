import Foundation
import Loopback
import RabbitMQPeer
import Testing

extension EndToEnd.RabbitMQStorm {
    /// The host goes away, with or without a farewell, and comes back.
    @Suite(.serialized) struct HostTroubles {
        @Test("no job is lost when the host is killed under load", .timeLimit(.minutes(60)))
        func killed() throws {
            let broker = try RabbitMQServer.storms()
            let names = StormBackend.Names(prefix: "host-killed")
            let backend = try StormBackend(names, broker, backlog: 300, limit: Storm.patience)
            let storm = try StormHost(names, port: broker.port)
            try storm.host.start()
            for round in 1...Storm.rounds(2) {
                try storm.waitUntilBusy(backend)
                let unsettled = try storm.unsettled()
                storm.host.kill()
                let start = ContinuousClock.now
                try storm.host.startAgain()
                let recovery = try storm.recovery(since: start, after: 0)
                print("storm: \(round), host killed with \(unsettled) jobs: since its new start \(recovery)")
                #expect(recovery.first < Storm.bound)
            }
            let summary = try backend.finish()
            print("storm: host killed, \(summary.numbers)")
            summary.expectAllDone()
            #expect(storm.host.stop() == 0)
        }

        @Test(
            "a host that is told to end under load finishes what is under way and gives back the rest",
            .timeLimit(.minutes(60)))
        func terminated() throws {
            let broker = try RabbitMQServer.storms()
            let names = StormBackend.Names(prefix: "host-terminated")
            let backend = try StormBackend(
                names, broker, backlog: 300, body: #"{"jobId": {n}, "ms": 200}"#, limit: Storm.patience)
            let storm = try StormHost(names, port: broker.port)
            try storm.host.start()
            for round in 1...Storm.rounds() {
                try storm.waitUntilBusy(backend)
                let unsettled = try storm.unsettled()
                let start = ContinuousClock.now
                storm.host.signal(SIGTERM)
                #expect(try storm.host.waitForExit() == 0)
                let time = start.duration(to: .now)
                print("storm: \(round), host told to end with \(unsettled) jobs: took \(Recovery.seconds(time))")
                // What was under way takes 0.2 s; the deadline of the drain is 30 s.
                #expect(time < .seconds(10))
                storm.host.prepareAgain()
                try storm.host.launch()
                try storm.host.waitUntilReady()
            }
            let summary = try backend.finish()
            print("storm: host told to end, \(summary.numbers)")
            summary.expectAllDone()
            // Nothing that was begun was given up, or it would have been done again.
            summary.expectNoRepeats()
            #expect(!storm.host.logs.contains("was in flight when the host ended"))
            #expect(storm.host.stop() == 0)
        }

        @Test(
            "a job that takes the host along is given up after three hosts, and all beside it are done",
            .timeLimit(.minutes(60)))
        func poison() throws {
            for round in 1...Storm.rounds() { try poison(round) }
        }

        private func poison(_ round: Int) throws {
            let broker = try RabbitMQServer.storms()
            let names = StormBackend.Names(prefix: "host-poison-\(round)")
            // The last of 150, once: with more than a hundred others in flight.
            let backend = try StormBackend(
                names, broker, backlog: 250, odd: (150, #"{"jobId": {n}, "ms": 50, "crash": true}"#),
                count: 299, limit: Storm.patience)
            // A backtrace takes the runtime some seconds, and nobody reads it here.
            let storm = try StormHost(names, port: broker.port, environment: ["SWIFT_BACKTRACE": "enable=no"])
            try storm.host.launch()
            var crashes = 0
            while !backend.hasEnded {
                guard !storm.host.isRunning else {
                    usleep(20_000)
                    continue
                }
                crashes += 1
                try #require(crashes <= 3, "\(storm.host.logs)")
                storm.host.prepareAgain()
                try storm.host.launch()
            }
            let summary = try backend.finish()
            print("storm: \(round), poison, \(crashes) hosts lost, \(summary.numbers)")
            #expect(crashes == 3)
            summary.expectAllDone(failed: 1)
            #expect(summary.failed == ["149:0"])
            #expect(storm.host.stop() == 0)
        }
    }
}
