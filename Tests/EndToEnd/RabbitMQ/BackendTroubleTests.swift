import Foundation
import Loopback
import RabbitMQPeer
import Testing

extension EndToEnd.RabbitMQStorm {
    /// What grading needs beside the broker is away, slow or wrong while more than a hundred of its jobs are here.
    @Suite(.serialized) struct BackendTroubles {
        /// What exam_backend.py does wrong until it is told otherwise.
        private static let backend: [(name: String, control: String)] = [
            ("answers 500", #"{"status": 500}"#), ("is too slow", #"{"delay": 1}"#),
            ("writes garbage", #"{"garbage": true}"#),
        ]
        /// And what it does wrong until it is well by itself; the breaker would stay closed for a few more.
        private static let busy = (name: "answers 503 to 240 requests", control: #"{"status": 503, "times": 240}"#)

        private enum StoreTrouble: String, CaseIterable { case killed, frozen }

        @Test(
            "no sheet is lost, told twice or told to have failed while the backend or the store is away for a while",
            .timeLimit(.minutes(60)))
        func passing() throws {
            let names = StormBackend.Names(prefix: "backend-passing")
            let grading = try GradingStorm(names, .storms(), deliveries: 1_000)
            for round in 1...Storm.rounds() {
                for trouble in Self.backend + [Self.busy] { try meet(trouble, grading, round) }
                for trouble in StoreTrouble.allCases { try meet(trouble, grading, round) }
            }
            let (summary, status) = try grading.finish()
            print("storm: backend and store, \(summary.numbers)")
            summary.expectAllDone()
            summary.expectNoRepeats()
            let seen = try grading.exams.seen()
            #expect(seen.unsigned == 0 && seen.bad_signatures == 0)
            #expect(status == 0)
        }

        private func meet(_ trouble: (name: String, control: String), _ grading: GradingStorm, _ round: Int) throws {
            try grading.waitUntilBusy()
            let (before, redelivered) = try (grading.requeued(), grading.redelivered())
            try grading.exams.setTrouble(trouble.control)
            try grading.waitUntilFelt(grading.requeued, since: before)
            let endures = trouble.name != Self.busy.name
            // The broker has had some of them again, too.
            if endures { try grading.host.wait("jobs to come again") { try grading.redelivered() >= redelivered + 50 } }
            let (unsettled, confirmed) = try (grading.storm.unsettled(), grading.storm.confirmed())
            if endures { try grading.exams.setTrouble("{}") }
            let felt = try (attempts: grading.requeued() - before, redelivered: grading.redelivered() - redelivered)
            let recovery = try grading.storm.recovery(since: .now, after: confirmed)
            print(
                "storm: \(round), backend \(trouble.name), \(unsettled) jobs, \(Int(felt.attempts)) failed attempts,",
                "\(Int(felt.redelivered)) redelivered: \(recovery)")
            #expect(unsettled >= 100)
            #expect(recovery.first < Storm.bound)
        }

        private func meet(_ trouble: StoreTrouble, _ grading: GradingStorm, _ round: Int) throws {
            try grading.waitUntilBusy()
            let before = try grading.storeFailures()
            trouble == .killed ? grading.redis.kill() : grading.redis.freeze()
            try grading.waitUntilFelt(grading.storeFailures, since: before)
            let (unsettled, confirmed) = try (grading.storm.unsettled(), grading.storm.confirmed())
            if trouble == .killed { try grading.redis.restart() } else { grading.redis.thaw() }
            let recovery = try grading.storm.recovery(since: .now, after: confirmed)
            // Not only do sheets go on being graded: the store is asked again, and answers.
            try grading.host.wait("the store to be back") {
                try grading.host.admin().send("GET", "/ready").status == 200
            }
            print("storm: \(round), store \(trouble), \(unsettled) jobs: \(recovery)")
            #expect(unsettled >= 100)
            #expect(recovery.first < Storm.bound)
        }

        @Test(
            "when a trouble outlasts the deliveries each sheet is told once, to be graded or to have failed",
            .timeLimit(.minutes(60)))
        func lasting() throws {
            let names = StormBackend.Names(prefix: "backend-lasting")
            let grading = try GradingStorm(names, .storms(), deliveries: 1)
            for round in 1...Storm.rounds() {
                let trouble = Self.backend[(round - 1) % 3]
                try grading.waitUntilBusy()
                let before = try grading.failures()
                try grading.exams.setTrouble(trouble.control)
                try grading.waitUntilFelt(grading.failures, since: before)
                let (unsettled, confirmed) = try (grading.storm.unsettled(), grading.storm.confirmed())
                try grading.exams.setTrouble("{}")
                let recovery = try grading.storm.recovery(since: .now, after: confirmed)
                print("storm: \(round), backend \(trouble.name) for too long, \(unsettled) jobs: \(recovery)")
                #expect(unsettled >= 100)
            }
            let failures = Int(try grading.failures())
            let (summary, status) = try grading.finish()
            let failed = summary.statuses["failed"] ?? 0
            print("storm: backend for too long, \(summary.numbers), \(failed) told to have failed")
            #expect(failed >= 100 * Storm.rounds() && failed == failures)
            summary.expectAllDone(failed: failed)
            summary.expectNoRepeats()
            #expect(status == 0)
        }
    }
}
