import Foundation
import Loopback
import RabbitMQPeer
import Testing

extension EndToEnd.RabbitMQStorm {
    /// Several hosts on one broker, and hosts that change while they work.
    @Suite(.serialized) struct FleetTroubles {
        /// So that each of three has many jobs and none has all.
        private static let terms = StormHost.Terms(concurrency: 16, prefetch: 60)

        @Test(
            "three hosts share the work; none is lost when one is killed or all are restarted",
            .timeLimit(.minutes(60)))
        func threeHosts() throws {
            let broker = try RabbitMQServer.storms()
            let names = StormBackend.Names(prefix: "fleet")
            let backend = try StormBackend(names, broker, backlog: 400, limit: Storm.patience)
            let hosts = try (0..<3).map { _ in try StormHost(names, port: broker.port, terms: Self.terms) }
            for storm in hosts { try storm.host.launch() }
            for storm in hosts { try storm.host.waitUntilReady() }
            for round in 1...Storm.rounds() {
                try waitUntilShared(hosts)
                let unsettled = try hosts.map { try $0.unsettled() }
                let victim = hosts[round % 3]
                victim.host.kill()
                let start = ContinuousClock.now
                let before = backend.callbacks
                try backend.wait("the others to go on") { backend.callbacks >= before + 200 }
                let time = Recovery.seconds(start.duration(to: .now))
                try victim.host.startAgain()
                print("storm: \(round), one of three hosts killed, \(unsettled) jobs: 200 further callbacks in \(time)")
                try rollingRestart(hosts, backend)
            }
            let summary = try backend.finish()
            print("storm: three hosts, \(summary.numbers)")
            summary.expectAllDone()
            for storm in hosts { #expect(storm.host.stop() == 0) }
        }

        private func rollingRestart(_ hosts: [StormHost], _ backend: StormBackend) throws {
            try waitUntilShared(hosts)
            for storm in hosts {
                let before = backend.callbacks
                storm.host.signal(SIGTERM)
                #expect(try storm.host.waitForExit() == 0)
                try storm.host.startAgain()
                try backend.wait("callbacks beside the restart") { backend.callbacks >= before + 50 }
            }
        }

        /// Each host works, and together they have more than a hundred jobs.
        private func waitUntilShared(_ hosts: [StormHost]) throws {
            let before = try hosts.map { try $0.confirmed() }
            for (storm, before) in zip(hosts, before) {
                try storm.host.wait("each host to work") { try storm.unsettled() > 0 && storm.confirmed() > before }
            }
            try hosts[0].host.wait("a hundred jobs") { try hosts.reduce(0) { try $0 + $1.unsettled() } >= 100 }
        }

        @Test(
            "no job is lost while limits, prefetch and the plugin's image change under load",
            .timeLimit(.minutes(60)))
        func reloads() throws {
            let broker = try RabbitMQServer.storms()
            let names = StormBackend.Names(prefix: "reload")
            let backend = try StormBackend(names, broker, backlog: 300, limit: Storm.patience)
            let storm = try StormHost(names, port: broker.port)
            // The same code in two files: with its manifest as a section, and without.
            let image = try BuiltFiles.fixture("worker", "Worker")
            try storm.host.folder.install(image, as: "packed.so")
            #expect(try Command.run(["plugin", "pack", storm.host.folder.path + "/packed.so"]).status == 0)
            try storm.host.start()
            let pid = storm.host.pid
            let reloads = Storm.isFull ? 400 : 24
            for round in 1...reloads {
                if round % 4 == 1 { try storm.waitUntilBusy(backend) }
                var terms = StormHost.Terms(concurrency: 32 + round % 2)
                // Now and then the consumer is replaced too.
                if round % 3 == 0 { terms.prefetch = 150 + round % 50 }
                try storm.configure(terms)
                let file = round % 2 == 1 ? storm.host.folder.path + "/packed.so" : image
                try storm.host.folder.install(file, as: "plugins/libWorker.so")
                if round % 4 == 0 {
                    // A flood between reloads that are waited for.
                    for _ in 0..<20 { storm.host.signal(SIGHUP) }
                } else {
                    #expect(try storm.host.reload()["succeeded"] as? Bool == true)
                }
            }
            let before = try storm.confirmed()
            _ = try storm.recovery(since: .now, after: before)
            let summary = try backend.finish()
            print("storm: \(reloads) reloads, \(summary.numbers)")
            summary.expectAllDone()
            #expect(storm.host.pid == pid && storm.host.isRunning)
            // What was begun was finished in the generation that began it.
            summary.expectNoRepeats()
            #expect(storm.host.stop() == 0)
        }
    }
}
