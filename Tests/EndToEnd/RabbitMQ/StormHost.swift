import Foundation
import Loopback
import RabbitMQPeer
import Testing

/// A host that takes the backend's commands, with the worker fixture unless a test brings a host.
struct StormHost {
    let host: HostUnderTest
    private let names: StormBackend.Names
    private let port: Int

    /// What a reload changes here.
    struct Terms {
        var concurrency = 32
        var prefetch = 200
        /// Milliseconds until a further attempt at a callback.
        var callbackPause = 100
    }

    /// - Parameter port: of the broker, or of what stands before it.
    init(
        _ names: StormBackend.Names, port: Int, terms: Terms = Terms(), environment: [String: String] = [:]
    ) throws {
        (self.names, self.port) = (names, port)
        host = try HostUnderTest(
            plugins: [(try BuiltFiles.fixture("worker", "Worker"), "libWorker.so")],
            processors: Self.processors(names, port: port, terms), environment: environment)
    }

    /// With a processor of the test's own, in place of the worker, on the same queue.
    init(_ names: StormBackend.Names, port: Int, host: HostUnderTest) {
        (self.names, self.port, self.host) = (names, port, host)
    }

    /// Writes a changed plugins.yaml; a reload makes it effective.
    func configure(_ terms: Terms) throws {
        try host.configure(processors: Self.processors(names, port: port, terms))
    }

    /// The processors, and the broker after them.
    private static func processors(_ names: StormBackend.Names, port: Int, _ terms: Terms) -> String {
        """
          worker:
            plugin: worker
            limits: { concurrency: \(terms.concurrency) }
            bindings:
              - amqp: { queue: \(names.queue), prefetch: \(terms.prefetch), retry: { attempts: 2, first: 50ms, most: 50ms } }
                operation: worker.command
                callback:
                  exchange: \(names.exchange)
                  key: \(names.callbackKey)
                  failure: worker.command_failed
                  retry: { attempts: 4, first: \(terms.callbackPause)ms, most: 1s }
        brokers:
          rabbit: { amqp: "amqp://guest:guest@127.0.0.1:\(port)/", heartbeat: 2s, connect_timeout: 3s }
        """
    }

    // MARK: What it says of itself

    /// Callbacks that the broker has confirmed to this process.
    func confirmed() throws -> Int {
        let series = "lumie_worker_callbacks_total{routing_key=\"\(names.callbackKey)\","
        let line = try host.admin().send("GET", "/metrics").text.split(separator: "\n")
            .first { $0.hasPrefix(series) && $0.contains("status=\"confirmed\"") }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }

    /// Deliveries that are here and not settled.
    func unsettled() throws -> Int {
        Int(try host.metric("proctor_amqp_unsettled{broker=\"rabbit\",queue=\"\(names.queue)\"}") ?? 0)
    }

    /// Waits until a trouble would meet more than a hundred jobs. What the host says of them is up to a second old: it
    /// has to go on working, too, and the backend to miss as many callbacks.
    func waitUntilBusy(_ backend: StormBackend) throws {
        let before = try confirmed()
        try host.wait("a hundred jobs to be here") {
            try confirmed() >= before + 50 && unsettled() >= 100 && backend.open >= 100
        }
    }

    /// Waits until callbacks have come to a halt.
    /// - Returns: how many had been confirmed by then.
    func waitUntilQuiet() throws -> Int {
        var (count, repeated) = (-1, 0)
        try host.wait("callbacks to stop") {
            usleep(100_000)
            let now = try confirmed()
            repeated = now == count ? repeated + 1 : 0
            count = now
            return repeated == 5
        }
        return count
    }

    /// How long until callbacks flow again: the first one, and the hundredth, since `start`.
    func recovery(since start: ContinuousClock.Instant, after before: Int) throws -> Recovery {
        do {
            try host.wait("a callback") { try confirmed() > before }
        } catch {
            // What the host thinks of itself tells which of its connections does not come back.
            print("storm: no callback; status: \(try host.admin().send("GET", "/status").text)")
            throw error
        }
        let first = start.duration(to: .now)
        try host.wait("a hundred callbacks") { try confirmed() >= before + 100 }
        return Recovery(first: first, hundredth: start.duration(to: .now))
    }
}

/// From the moment when a trouble was over.
struct Recovery: CustomStringConvertible {
    let first: Duration
    let hundredth: Duration

    var description: String { "next callback \(Self.seconds(first)), hundredth \(Self.seconds(hundredth))" }

    static func seconds(_ time: Duration) -> String {
        time.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 2)))
    }
}

/// How often a storm goes round.
enum Storm {
    static let isFull = ProcessInfo.processInfo.environment["PROCTOR_STORM"] == "full"

    /// - Parameter few: rounds in `make test`.
    static func rounds(_ few: Int = 1) -> Int { isFull ? 20 : few }

    /// Seconds until a backend gives up.
    static var patience: Int { isFull ? 3_000 : 120 }

    /// For the recovery; the aim is 5 s, and a machine that runs other tests meanwhile gets more.
    static let bound = Duration.seconds(15)
}
