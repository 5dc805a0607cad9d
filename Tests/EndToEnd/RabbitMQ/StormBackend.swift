import Foundation
import Loopback
import PythonPeer
import RabbitMQPeer
import Synchronization
import Testing

/// The backend beside a storm: publishes commands for as long as it is not told to end, and knows which callbacks came.
final class StormBackend: Sendable {
    /// Names at the broker, of one test alone: what another leaves behind does not disturb it.
    struct Names: Sendable {
        let prefix: String

        var exchange: String { prefix + ".commands" }
        var queue: String { prefix + ".request" }
        var key: String { prefix + ".request" }
        var callbackKey: String { prefix + ".callback" }
        var callbacks: String { prefix + ".callbacks" }
        var deadLetter: String { prefix + ".dlx" }
    }

    /// What it has said at the end.
    struct Summary: Sendable {
        var published = 0
        var callbacks = 0
        /// Jobs of which nothing came back.
        var missing = 0
        var repeats = 0
        /// Connections of the backend that failed: jobs and callbacks that were under way over them may come twice.
        var reconnects = 0
        /// Jobs whose callbacks had more than one content.
        var differentRepeats = 0
        var dead = 0
        var deadRepeats = 0
        /// Jobs that have a callback and are dead letters too.
        var both = 0
        var strangers: [String] = []
        var statuses: [String: Int] = [:]
        var failed: [String] = []

        init(_ line: [String: Any]) {
            func number(_ name: String) -> Int { line[name] as? Int ?? -1 }
            (published, callbacks, missing) = (number("published"), number("callbacks"), number("missing_count"))
            (repeats, reconnects) = (number("repeats"), number("reconnects"))
            differentRepeats = number("different_repeats")
            (dead, deadRepeats, both) = (number("dead"), number("dead_repeats"), number("both"))
            strangers = line["strangers"] as? [String] ?? ["?"]
            statuses = line["statuses"] as? [String: Int] ?? [:]
            failed = line["failed"] as? [String] ?? []
        }
    }

    private struct State {
        var progress: [String: Int] = [:]
        var obeyed: [String: Int] = [:]
        var summary: Summary?
        var hasEnded = false
    }

    private let isEndless: Bool
    private let process = Process()
    private let orders = Pipe()
    private let state = Mutex(State())

    /// - Parameters:
    ///   - kind: of its queues.
    ///   - backlog: so many jobs at most are without their callbacks.
    ///   - body: of a job; `{n}` is its number.
    ///   - odd: another body for the last of every so many.
    ///   - count: of the jobs; nil: until ``finish()``.
    ///   - limit: seconds until it gives up.
    init(
        _ names: Names, _ broker: RabbitMQServer, kind: String = "quorum", backlog: Int,
        body: String = #"{"jobId": {n}, "ms": 50}"#, odd: (every: Int, body: String) = (0, ""), count: Int? = nil,
        limit: Int
    ) throws {
        isEndless = count == nil
        process.executableURL = URL(fileURLWithPath: try PythonEnvironment.interpreter())
        process.arguments = [
            PythonEnvironment.script("mq_backend.py"), "--orders", "--count", "\(count ?? 1_000_000)",
            "--url", "amqp://guest:guest@127.0.0.1:\(broker.port)/", "--kind", kind, "--backlog", "\(backlog)",
            "--template", body, "--odd", "\(odd.every)", odd.body, "--limit", "\(limit)",
            "--exchange", names.exchange, "--dead-letter", names.deadLetter, "--queue", names.queue,
            "--key", names.key, "--callbacks", names.callbacks, "--callback-key", names.callbackKey,
        ]
        let output = Pipe()
        process.standardInput = orders
        process.standardOutput = output
        try process.run()
        let reading = output.fileHandleForReading
        Thread { [weak self] in
            var rest: [UInt8] = []
            while case let data = reading.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: 10) {
                    self?.heard(Data(rest[..<end]))
                    rest.removeFirst(end + 1)
                }
            }
            self?.state.withLock { $0.hasEnded = true }
        }.start()
    }

    deinit {
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    private func heard(_ data: Data) {
        guard let line = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let event = line["event"] as? String
        else { return }
        state.withLock { state in
            switch event {
            case "progress": state.progress = line.compactMapValues { $0 as? Int }
            case "summary": state.summary = Summary(line)
            default: state.obeyed[event, default: 0] += 1
            }
        }
    }

    /// Whether it has added up.
    var hasEnded: Bool { state.withLock { $0.hasEnded } }
    /// Callbacks that have come so far, each job counted once.
    var callbacks: Int { state.withLock { $0.progress["callbacks"] ?? 0 } }
    /// Jobs that were published and have neither a callback nor a dead letter.
    var open: Int {
        state.withLock { state in
            (state.progress["published"] ?? 0) - (state.progress["callbacks"] ?? 0) - (state.progress["dead"] ?? 0)
        }
    }

    /// Gives an order and waits until it is carried out.
    func order(_ name: String) throws {
        let before = state.withLock { $0.obeyed[name] ?? 0 }
        try tell(name)
        try wait("the backend to \(name)") { state.withLock { $0.obeyed[name] ?? 0 } > before }
    }

    private func tell(_ order: String) throws {
        guard process.isRunning else { throw BuiltFiles.Missing(description: "the backend has ended") }
        try orders.fileHandleForWriting.write(contentsOf: Data((order + "\n").utf8))
    }

    func wait(_ what: String, seconds: Double = 30, until fact: () throws -> Bool) throws {
        let end = Date().addingTimeInterval(seconds)
        while try !fact() {
            guard Date() < end, !state.withLock({ $0.hasEnded }) else {
                let told = state.withLock { "\($0.progress) \($0.summary.map { "\($0)" } ?? "")" }
                throw BuiltFiles.Missing(description: "waited in vain for \(what); the backend knows \(told)")
            }
            usleep(5_000)
        }
    }

    /// Publishes no further job, waits for the callbacks of all, and adds up.
    func finish() throws -> Summary {
        if isEndless { try tell("end") }
        process.waitUntilExit()
        let end = Date().addingTimeInterval(10)
        while !state.withLock({ $0.hasEnded }), Date() < end { usleep(2_000) }
        return try #require(state.withLock { $0.summary }, "the backend ended without a word")
    }
}

extension StormBackend.Summary {
    /// Every job was done, and whatever came twice was the same.
    func expectAllDone(
        dead: Int = 0, failed: Int = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(published > 0, sourceLocation: sourceLocation)
        #expect(missing == 0, "jobs without a callback", sourceLocation: sourceLocation)
        #expect(differentRepeats == 0, sourceLocation: sourceLocation)
        #expect(strangers == [], sourceLocation: sourceLocation)
        #expect(self.dead == dead, "dead letters", sourceLocation: sourceLocation)
        #expect(deadRepeats == 0, sourceLocation: sourceLocation)
        #expect(both == 0, "jobs with a callback and a dead letter", sourceLocation: sourceLocation)
        #expect(statuses["failed", default: 0] == failed, "\(self.failed)", sourceLocation: sourceLocation)
        #expect(statuses["done"] == published - dead - failed, sourceLocation: sourceLocation)
    }

    /// No job was done twice, unless the backend itself has asked for it.
    func expectNoRepeats(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(repeats == 0 || reconnects > 0, sourceLocation: sourceLocation)
    }

    /// For the record of a storm.
    var numbers: String {
        "\(published) jobs, \(missing) lost, \(repeats) repeats, \(differentRepeats) of them different, \(reconnects) reconnects"
    }
}
