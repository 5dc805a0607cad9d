import HostThreads

/// A lease that is kept for as long as some work lasts: a thread prolongs it. A process that dies loses it soon.
public final class LeaseHold: Sendable {
    private let leases: LeaseTable
    private let name: String
    private let holder: String
    private let ending = Gate()
    private let ended = Gate()

    /// Takes the lease; nil when somebody else has it. Blocks.
    ///
    /// - Parameter duration: for how long the lease outlives its holder; it is prolonged each third of it.
    public init?(
        _ name: String, in leases: LeaseTable, holder: String, for duration: Duration
    ) throws(DatabaseFailure) {
        self.leases = leases
        self.name = name
        self.holder = holder
        guard try leases.take(name, holder: holder, for: duration) else { return nil }
        let thread = HostThread.start(name: "lease") { [self] in
            while !ending.wait(duration / 3) {
                // A failure is no reason to stop: the lease holds until it ends, and the next attempt may succeed.
                _ = try? leases.take(name, holder: holder, for: duration)
            }
            ended.open()
        }
        guard let thread else {
            try? leases.release(name, holder: holder)
            throw DatabaseFailure(code: "store.no_thread", message: "the system has no thread for the lease \(name)")
        }
        thread.detach()
    }

    /// Gives the lease back. Blocks.
    public func end() {
        ending.open()
        ended.wait()
        try? leases.release(name, holder: holder)
    }
}
