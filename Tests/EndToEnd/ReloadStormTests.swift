import Foundation
import Loopback
import Synchronization
import Testing

extension EndToEnd {
    /// Native code replaced under load, again and again, with every job accounted for.
    @Suite(.serialized) struct ReloadStorm {
        private static let swaps = ProcessInfo.processInfo.environment["PROCTOR_STORM"] == "full" ? 2_000 : 200

        private struct Tally {
            var sent = 0
            var answered = 0
            var wrong: [String] = []
            /// Build ids seen since the last swap.
            var builds: Set<Int> = []
        }

        @Test func everyJobIsAnsweredThroughHundredsOfSwapsOfTwoBuildsOfOneModule() throws {
            let builds = [try BuiltFiles.fixture("same1", "Same"), try BuiltFiles.fixture("same2", "Same")]
            let host = try HostUnderTest(
                plugins: [(builds[0], "libSame.so")],
                processors: "  same: { plugin: same, limits: { concurrency: 4, queue: 64 } }")
            try host.start()
            let pid = host.pid
            let tally = Mutex(Tally())
            let ending = Mutex(false)
            let port = host.httpPort
            let clients = (0..<8).map { client in
                Thread {
                    do {
                        var connection = try HTTPClient(port: port)
                        var number = client * 1_000_000
                        while !ending.withLock({ $0 }) {
                            number += 1
                            tally.withLock { $0.sent += 1 }
                            let answer = try connection.post("/same", json: "{\"number\": \(number)}")
                            let build = answer.json["build"] as? Int
                            let right =
                                answer.status == 200 && answer.json["number"] as? Int == number
                                && (build == 2) == (answer.json["note"] as? String == "second")
                            tally.withLock { tally in
                                tally.answered += 1
                                if let build { tally.builds.insert(build) }
                                if !right { tally.wrong.append(answer.text) }
                            }
                            if answer.headers["connection"] == "close" { connection = try HTTPClient(port: port) }
                        }
                    } catch {
                        tally.withLock { $0.wrong.append("\(error)") }
                    }
                    tally.withLock { _ = $0.builds.insert(-1 - client) }  // this client has ended
                }
            }
            for client in clients { client.start() }

            // The first swaps fill caches and pools; what stays behind for each further one is what counts.
            let warmUp = 20
            var kib = 0
            var seenInSwap = 0
            for swap in 1...Self.swaps {
                let (current, wanted) = ((swap - 1) % 2 + 1, swap % 2 + 1)
                try host.wait("the last swap's old generation to go") {
                    (try host.status()["draining"] as? [Any])?.isEmpty == true
                }
                tally.withLock { $0.builds = [] }
                try host.wait("an answer of build \(current)") {
                    tally.withLock { $0.builds.contains(current) || !$0.wrong.isEmpty }
                }
                try host.folder.install(builds[wanted - 1], as: "plugins/libSame.so")
                host.signal(SIGHUP)
                try host.wait("an answer of build \(wanted) in swap \(swap)") {
                    tally.withLock { $0.builds.contains(wanted) || !$0.wrong.isEmpty }
                }
                if tally.withLock({ $0.builds.isSuperset(of: [1, 2]) }) { seenInSwap += 1 }
                if swap == warmUp { kib = Self.residentKiB(pid) }
                if tally.withLock({ !$0.wrong.isEmpty }) { break }
            }
            ending.withLock { $0 = true }
            try host.wait("the clients to end") {
                tally.withLock { tally in (0..<8).allSatisfy { tally.builds.contains(-1 - $0) } }
            }
            let end = tally.withLock { $0 }
            let retained = Double(Self.residentKiB(pid) - kib) / Double(Self.swaps - warmUp)
            print(
                "storm: \(Self.swaps) swaps, \(end.sent) jobs sent, \(end.answered) answered, "
                    + "\(retained.rounded()) KiB resident a swap")

            #expect(end.wrong == [])
            #expect(end.sent == end.answered)
            #expect(seenInSwap == Self.swaps)
            #expect(host.pid == pid && host.isRunning)
            // Read by cat: the file has no size, and Foundation stops at its first short read.
            let maps = try CommandResult.run("/bin/cat", ["/proc/\(pid)/maps"]).output
            let images = Set(
                maps.split(separator: "\n").filter { $0.contains("/var/images/") }.compactMap {
                    $0.split(separator: " ").last
                })
            #expect(images.count == 2)
            #expect(!maps.contains("/plugins/libSame.so"))
            #expect(
                try host.metric(
                    #"proctor_jobs_total{operation="same.answer",processor="same",source="http",status="ok"}"#)
                    == Double(end.answered))
            #expect(retained < 40)
            #expect(host.stop() == 0)
        }

        private static func residentKiB(_ pid: pid_t) -> Int {
            let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        }

        @Test func aFloodOfSignalsMakesAtMostTwoReloads() throws {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.fixture("rude", "Rude"), "libRude.so")],
                processors: "  rude: { plugin: rude }")
            try host.start()
            try host.configure(processors: "  rude: { plugin: rude, config: { startup: 700ms } }")
            for _ in 0..<1_000 { host.signal(SIGHUP) }
            try host.wait("the last reload") {
                let status = try host.status()
                return status["reloading"] as? Bool == false && (status["reloads"] as? Int ?? 0) >= 2
            }
            let reloads = try #require(try host.status()["reloads"] as? Int)
            #expect((2...3).contains(reloads))
        }

        @Test func jobsThatRunFinishWhereTheyBeganAndNewOnesGoToTheNewGeneration() throws {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.fixture("rude", "Rude"), "libRude.so")],
                processors: "  rude: { plugin: rude, limits: { concurrency: 2 } }")
            try host.start()
            let long = try host.client()
            try long.write("POST", "/sleep", body: Array(#"{"milliseconds": 1500}"#.utf8))
            try host.wait("the job to run") { try host.load(of: "rude").running == 1 }
            try host.configure(processors: "  rude: { plugin: rude, limits: { concurrency: 3 } }")
            #expect(try host.reload()["replaced"] as? [String] == ["rude"])
            #expect((try host.status()["draining"] as? [Any])?.count == 1)
            #expect(try host.client().post("/sleep", json: #"{"milliseconds": 1}"#).status == 200)
            #expect(try long.read().status == 200)
            try host.wait("the old generation to go") { (try host.status()["draining"] as? [Any])?.isEmpty == true }
        }

        @Test func aDrainThatExpiresAnswersTheJobAndGoesOn() throws {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.fixture("rude", "Rude"), "libRude.so")],
                processors: "  rude: { plugin: rude }", host: "  drain: 200ms")
            try host.start()
            let stuck = try host.client()
            try stuck.write("POST", "/hold", body: Array(#"{"milliseconds": 3500}"#.utf8))
            try host.wait("the job to run") { try host.load(of: "rude").running == 1 }
            try host.configure(
                processors: "  rude: { plugin: rude, limits: { concurrency: 3 } }", host: "  drain: 200ms")
            #expect(try host.reload()["succeeded"] as? Bool == true)
            #expect(try stuck.read().status == 503)
            #expect((try host.status()["stuck_generations"] as? [Int]) == [1])
            #expect(try host.client().post("/sleep", json: #"{"milliseconds": 1}"#).status == 200)
            try host.wait("the handler to come back") { (try host.status()["stuck_generations"] as? [Int]) == [] }
        }

        @Test func theTermSignalLetsRunningJobsEnd() throws {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.fixture("rude", "Rude"), "libRude.so")],
                processors: "  rude: { plugin: rude }")
            try host.start()
            let client = try host.client()
            try client.write("POST", "/sleep", body: Array(#"{"milliseconds": 800}"#.utf8))
            try host.wait("the job to run") { try host.load(of: "rude").running == 1 }
            host.signal(SIGTERM)
            #expect(try client.read().status == 200)
            #expect(host.stop() == 0)
        }
    }
}
