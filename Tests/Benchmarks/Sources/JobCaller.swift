import HostDispatch
import HostThreads

/// A caller that hands over a job, waits for its end, and does so again: the closed loop of one client.
final class JobCaller: DeliveryReceiver, @unchecked Sendable {  // all mutable state is guarded by `monitor`
    private let router: JobRouter
    private let operation: String
    private let payload: [UInt8]
    private let monitor = Monitor()
    private var isOpen = false
    private var began: UInt64 = 0
    private var ended: [UInt64] = []
    private var failure: String?

    /// - Parameter jobs: how many there will be; memory for their times is taken now.
    init(router: JobRouter, load: DispatchLoad, jobs: Int) {
        self.router = router
        self.operation = load.operation
        self.payload = load.payload
        ended.reserveCapacity(jobs)
    }

    /// Nanoseconds from submit to settle, one for each job.
    var latencies: [UInt64] { monitor.locked { ended } }

    /// What the first job that was not answered came to.
    var problem: String? { monitor.locked { failure } }

    /// Runs `jobs` jobs one after the other. Blocks.
    func run(jobs: Int) {
        for number in 0..<jobs {
            let now = MonotonicClock.now()
            monitor.locked {
                began = now
                isOpen = true
            }
            let submitted = router.submit(find: { $0.operations[operation] }) { route in
                Delivery(
                    envelope: JobEnvelope(
                        id: "job-\(number)", operation: route.operation,
                        headers: [("content-type", "application/json")]),
                    payload: payload, receiver: self, received: now)
            }
            guard submitted != nil else { return monitor.locked { failure = "there is no operation \(operation)" } }
            let failed = monitor.locked {
                while isOpen { monitor.wait() }
                return failure != nil
            }
            if failed { return }
        }
    }

    func settle(_ completion: borrowing Completion) {
        let now = MonotonicClock.now()
        let problem = completion.status == .ok ? nil : "\(completion.status): \(completion.error?.description ?? "")"
        monitor.locked {
            ended.append(now &- began)
            failure = problem
            isOpen = false
            monitor.signal()
        }
    }
}
