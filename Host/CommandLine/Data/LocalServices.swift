import HostBuckets
import HostConfiguration
import HostDatabase
import HostDispatch
import HostEmbeddedServices
import HostGenerations
import HostObservability
import HostQueue
import Logging
import Synchronization

/// The services of a host for `proctor call`: the same data, opened when a processor first asks for some. A processor
/// that needs nothing leaves no database behind.
final class LocalServices: HostServices {
    private let configuration: ProctorConfiguration
    private let router: JobRouter
    private let log: Logger
    private let opened = Mutex<Result<ServiceDirectory, DatabaseFailure>?>(nil)

    init(_ configuration: ProctorConfiguration, router: JobRouter, log: Logger) {
        self.configuration = configuration
        self.router = router
        self.log = log
    }

    var names: Set<String> { HostSources.offer.names }

    func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        let directory = opened.withLock { opened in
            let directory = opened ?? open()
            opened = directory
            return directory
        }
        switch directory {
        case .success(let directory): return directory.answer(service: service, request: request, caller: caller)
        case .failure(let failure):
            let reason = JSONText.object([
                ("code", JSONText.quoted(failure.code)), ("message", JSONText.quoted(failure.message)),
            ])
            return ServiceAnswer(.retry, Array(reason.utf8))
        }
    }

    /// - Parameter reply: of the directory, once it is open; opening it blocks, so what is not open yet is answered by
    ///   ``answer(service:request:caller:)``.
    func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool {
        guard case .success(let directory)? = opened.withLock({ $0 }) else { return false }
        return directory.begin(service: service, request: request, caller: caller, reply: reply)
    }

    private func open() -> Result<ServiceDirectory, DatabaseFailure> {
        let host = configuration.host
        do throws(DatabaseFailure) {
            let database = try Database(
                path: host.store.path, synchronous: host.store.isSynchronous, schemas: EmbeddedSchemas.all, log: log)
            let blobs = try BlobFiles(creating: host.blobs, synchronous: host.store.isSynchronous)
            let registry = MetricRegistry()
            let outside = OutsideServices(registry: registry, log: log, migrates: false)
            let storage = ProcessorStorage(
                host, database: database, files: blobs, transfers: outside.transfers, registry: registry, log: log)
            let buckets = BucketService(own: storage.blobs, transfers: outside.transfers) { WallClock.system.now() }
            outside.configure(configuration, buckets: buckets)
            // Never started: it only keeps jobs, which a host does later.
            let queue = EmbeddedQueue(
                database: database, router: router, settings: .init(host: "call"), registry: registry, log: log)
            return .success(
                HostSources.directory(
                    storage: storage, buckets: buckets, outside: outside, queue: queue, router: router,
                    registry: registry))
        } catch {
            return .failure(error)
        }
    }
}
