import Glibc
import HostDispatch
import HostImages
import HostThreads

/// What two parts of a job's way cost alone: dispatch, fed as a queue feeds it, and the crossing of the plugin ABI. What
/// a source costs on top can then be told from them.
struct PartsBenchmark {
    /// Jobs under way at once: the prefetch of the source that this stands for.
    private static let window = 250

    let rounds: Int
    /// In each round.
    let jobs: Int
    /// A folder for private copies of the images.
    let images: String

    /// Writes one line, medians over the rounds of CPU microseconds per job: of the thread that hands jobs over, of the
    /// worker that runs them through the plugin, and of the plugin's table when it is called without dispatch.
    func run(_ load: DispatchLoad) throws {
        let (store, loader) = (ImageStore(directory: images), ImageLoader())
        let processor = try LoadedProcessor(
            file: load.file, operation: load.operation, number: 1, images: store, loader: loader, concurrency: 1)
        // The first one of each warms up.
        let dispatched = try (0...rounds).map { _ in try dispatch(load, processor.router) }.dropFirst()
        processor.close()
        // Only now: an image may have but one instance.
        let table = try BareTable(loader.load(store.stage(load.file)).table, load)
        defer { table.close() }
        let crossed = try (0...rounds).map { _ in try table.seconds(jobs: jobs) }.dropFirst()
        let medians = [dispatched.map(\.feeder), dispatched.map(\.worker), Array(crossed)].map { seconds in
            "\((seconds.sorted()[seconds.count / 2] / Double(jobs) * 1e8).rounded() / 100)"
        }
        StandardStream.output.write(medians.joined(separator: " "))
    }

    /// CPU seconds of one round, by thread; what the rest of the process does is too little to be seen.
    private func dispatch(_ load: DispatchLoad, _ router: JobRouter) throws -> (feeder: Double, worker: Double) {
        let feeder = JobFeeder(router: router, load: load, window: Self.window)
        let began = ProcessTime.now()
        guard let thread = HostThread.start(name: "feeder", { [jobs] in feeder.run(jobs: jobs) }) else {
            throw BenchmarkFailure("the system has no thread to give")
        }
        thread.join()
        let spent = ProcessTime.now() - began
        if let problem = feeder.problem { throw BenchmarkFailure("\(load.operation): \(problem)") }
        return (feeder.cpuSeconds, spent - feeder.cpuSeconds)
    }
}

/// Hands over one job after the other without waiting for each, as long as few enough are under way.
final class JobFeeder: DeliveryReceiver, @unchecked Sendable {  // all mutable state is guarded by `monitor`
    private let router: JobRouter
    private let load: DispatchLoad
    private let window: Int
    private let monitor = Monitor()
    private var open = 0
    private var failure: String?
    private var spent = 0.0

    init(router: JobRouter, load: DispatchLoad, window: Int) {
        (self.router, self.load, self.window) = (router, load, window)
    }

    /// What the first job that was not answered came to.
    var problem: String? { monitor.locked { failure } }
    /// Of the thread that called ``run(jobs:)``.
    var cpuSeconds: Double { monitor.locked { spent } }

    /// Returns when all jobs have ended.
    func run(jobs: Int) {
        let began = ProcessTime.now(CLOCK_THREAD_CPUTIME_ID)
        for number in 0..<jobs {
            monitor.locked {
                while open >= window { monitor.wait() }
                open += 1
            }
            let submitted = router.submit(find: { $0.operations[load.operation] }) { route in
                Delivery(
                    envelope: JobEnvelope(
                        id: "\(number):0", operation: route.operation,
                        headers: [("content-type", "application/json")]),
                    payload: load.payload, receiver: self, received: MonotonicClock.now())
            }
            guard submitted != nil else {
                return monitor.locked { failure = "there is no operation \(load.operation)" }
            }
        }
        monitor.locked {
            while open > 0 { monitor.wait() }
            spent = ProcessTime.now(CLOCK_THREAD_CPUTIME_ID) - began
        }
    }

    func settle(_ completion: borrowing Completion) {
        let problem = completion.status == .ok ? nil : "\(completion.status): \(completion.error?.description ?? "")"
        monitor.locked {
            open -= 1
            failure = failure ?? problem
            if open == window / 2 || open == 0 { monitor.signal() }
        }
    }
}
