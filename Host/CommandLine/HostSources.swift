import HostConfiguration
import HostDatabase
import HostDeadLetters
import HostDispatch
import HostEmbeddedServices
import HostFolder
import HostGenerations
import HostHTTP
import HostObservability
import HostQueue
import HostSchedule
import HostThreads
import Logging

/// The host's sources and services, put together over one database: started in order, stopped in reverse.
struct HostSources: Sendable {
    let all: [any JobSource]
    let queue: EmbeddedQueue
    /// What processors may ask for.
    let services: any HostServices
    /// What keeps data that runs out and nobody else sweeps: the queue sees to itself and the dead letters.
    let rooms: [any DataRoom]

    /// - Parameters:
    ///   - identity: of the host, to others on the same database.
    ///   - lost: jobs that were in a plugin when the host before this one died; nil when that is not known.
    init(
        host: HostSettings, database: HostDatabase.Database, blobs: BlobFiles, router: JobRouter,
        registry: MetricRegistry,
        identity: String, lost: [LostJob]?, hooks: HTTPSource.Hooks, log: Logger
    ) {
        var settings = EmbeddedQueue.Settings(host: identity)
        settings.retention = host.retention
        if let lost {
            let culprits = Set(lost.map(\.job))
            settings.wasInFlight = { culprits.contains(InFlightRecord.recorded($0)) }
        }
        queue = EmbeddedQueue(
            database: database, router: router, settings: settings, registry: registry, log: log)
        let letters = DeadLetters(database: database, clock: .system)
        all = [
            queue,
            ScheduleSource(router: router, queue: queue, table: ScheduleTable(database), log: log),
            FolderSource(router: router, letters: letters, log: log),
            HTTPSource(listeners: host.listeners, router: router, queue: queue, hooks: hooks, log: log),
        ]
        rooms = [StoreService(database: database), BlobService(database: database, files: blobs)]
        services = Self.directory(database, blobs, queue: queue, router: router, registry: registry)
    }

    /// Everything that keeps data of tenants and persons.
    static func rooms(
        _ database: HostDatabase.Database, _ blobs: BlobFiles, _ retention: RetentionSettings
    ) -> [any DataRoom] {
        [
            QueueRecords(database: database, bounds: retention),
            DeadLetters(
                database: database, age: retention.deadLetters.age, count: retention.deadLetters.count),
            StoreService(database: database), BlobService(database: database, files: blobs),
        ]
    }

    /// All services over one database.
    static func directory(
        _ database: HostDatabase.Database, _ blobs: BlobFiles, queue: any JobQueue, router: JobRouter,
        registry: MetricRegistry
    ) -> ServiceDirectory {
        ServiceDirectory(
            [
                HostInformation(version: Proctor.version), StoreService(database: database),
                BlobService(database: database, files: blobs),
                QueueService(queue: queue) { router.snapshot.mayPut($0, into: $1) },
            ], registry: registry)
    }

    /// What the sources have to say about an address before it is published.
    @Sendable static func check(_ binding: Binding) -> (code: String, message: String, suggestion: String?)? {
        guard case .schedule(let schedule) = binding.source, let problem = ScheduleCheck.problem(of: schedule) else {
            return nil
        }
        return (problem.code, problem.message, problem.suggestion)
    }

    /// What a host offers to processors, by name alone: for a look at the configuration without a database.
    static var offer: any HostServices {
        ServiceOffer(
            names: HostInformation.offered.union(StoreService.offered).union(BlobService.offered)
                .union(QueueService.offered))
    }

    /// Starts all of them; the others after the queue has written its first round, so that a host that listens knows
    /// what the last one left behind. A database that is slow holds nothing up for longer than a second.
    func start(until ending: Gate) {
        queue.start()
        for _ in 0..<100 where !queue.hasBegun && !ending.wait(.milliseconds(10)) {}
        for source in all.dropFirst() { source.start() }
    }

    func routingChanged(_ routing: RoutingSnapshot) {
        for source in all { source.routingChanged(routing) }
    }

    func pause() {
        for source in all.reversed() { source.pause() }
    }

    /// - Parameter limit: for each.
    func stop(within limit: Duration) {
        for source in all.reversed() { source.stop(within: limit) }
    }
}
