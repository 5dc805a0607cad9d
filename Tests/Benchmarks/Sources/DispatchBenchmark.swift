import Glibc
import HostDispatch
import HostImages
import HostThreads

/// What is measured: one operation of one image with one payload.
struct DispatchLoad: Sendable {
    let file: String
    let operation: String
    let payload: [UInt8]
}

/// The way of a job without a source: routing, admission, worker thread, the plugin through the ABI, settlement.
struct DispatchBenchmark {
    private static let callers = [1, 8]

    let rounds: Int
    /// In each round, over all callers.
    let jobs: Int
    /// A folder for private copies of the images.
    let images: String

    /// Measures every load round by round and writes one line for each: operation, callers, and the medians of jobs/s,
    /// CPU microseconds per job, and the median and 99th percentile of submit to settle in microseconds.
    ///
    /// The CPU time is the whole process's, the callers' own share included.
    func run(_ loads: [DispatchLoad]) throws {
        let store = ImageStore(directory: images)
        let loader = ImageLoader()
        let processors = try loads.enumerated().map { index, load in
            try LoadedProcessor(
                file: load.file, operation: load.operation, number: UInt32(clamping: index + 1), images: store,
                loader: loader)
        }
        defer { for processor in processors { processor.close() } }
        let cases = zip(loads, processors).flatMap { load, processor in
            Self.callers.map { (load: load, router: processor.router, callers: $0) }
        }
        for one in cases { _ = try measure(one.load, one.router, callers: one.callers, jobs: max(1, jobs / 10)) }
        var samples = [[DispatchSample]](repeating: [], count: cases.count)
        for _ in 0..<rounds {
            for (index, one) in cases.enumerated() {
                samples[index].append(try measure(one.load, one.router, callers: one.callers, jobs: jobs))
            }
        }
        for (one, samples) in zip(cases, samples) {
            StandardStream.output.write("\(one.load.operation) \(one.callers) \(DispatchSample.medians(samples))")
        }
    }

    private func measure(
        _ load: DispatchLoad, _ router: JobRouter, callers count: Int, jobs: Int
    ) throws -> DispatchSample {
        let share = max(1, jobs / count)
        let callers = (0..<count).map { _ in JobCaller(router: router, load: load, jobs: share) }
        let door = Gate()
        let threads = callers.compactMap { caller in
            HostThread.start(name: "caller") {
                door.wait()
                caller.run(jobs: share)
            }
        }
        let (cpu, began) = (ProcessTime.now(), MonotonicClock.now())
        door.open()
        for thread in threads { thread.join() }
        let (cpuSpent, elapsed) = (ProcessTime.now() - cpu, MonotonicClock.now() &- began)
        guard threads.count == count else { throw BenchmarkFailure("the system has no \(count) threads to give") }
        if let problem = callers.compactMap(\.problem).first { throw BenchmarkFailure("\(load.operation): \(problem)") }
        return DispatchSample(
            latencies: callers.flatMap(\.latencies), seconds: Double(elapsed) / 1e9, cpuSeconds: cpuSpent)
    }
}

/// CPU time, user and system.
enum ProcessTime {
    /// Seconds: of this process, all threads, or of the calling thread with that clock.
    static func now(_ clock: clockid_t = CLOCK_PROCESS_CPUTIME_ID) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
