import CPluginABI

/// The processor's own pool, which the host lends as "proctor.workers/1".
struct HostThreads: WorkerThreads, @unchecked Sendable {  // a table of functions that never changes
    private let connection: HostConnection
    private let workers: proctor_workers

    /// Nil when this host lends none.
    init?(_ connection: HostConnection) {
        guard let workers = connection.extension("proctor.workers/1", as: proctor_workers()), workers.run != nil
        else { return nil }
        self.connection = connection
        self.workers = workers
    }

    func run(_ work: ThreadWork, _ context: UnsafeMutableRawPointer?) -> Bool {
        connection.use { workers.run?($0.self_, work, context) } != nil
    }

    /// They are the host's, and end with it.
    func close() {}
}
