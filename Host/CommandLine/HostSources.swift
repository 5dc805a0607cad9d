import HostBuckets
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
import HostRabbitMQ
import HostSchedule
import HostThreads
import Logging

/// Who counts jobs that were inside a plugin when a host died.
enum LossCounter: CaseIterable { case queue, brokers }

/// The host's sources and services, put together: started in order, stopped in reverse.
struct HostSources: Sendable {
    let all: [any JobSource]
    let queue: EmbeddedQueue
    let amqp: RabbitMQSource
    /// What processors may ask for.
    let services: any HostServices
    private let storage: ProcessorStorage
    private let buckets: BucketService
    private let outside: OutsideServices
    private let counter: StoreCounter

    /// Under whose name the store keeps the host's own numbers: processors' names have no capitals.
    private static let counterOwner = "Proctor"

    /// - Parameters:
    ///   - identity: of the host, to others on the same database.
    ///   - lost: jobs that were in a plugin when the host before this one died; nil when that is not known.
    ///   - lostNoted: called once by each that counts what was lost, when it has.
    init(
        host: HostSettings, database: HostDatabase.Database, blobs: BlobFiles, router: JobRouter,
        registry: MetricRegistry, identity: String, lost: [LostJob]?,
        lostNoted: @escaping @Sendable (LossCounter) -> Void,
        hooks: HTTPSource.Hooks, log: Logger
    ) {
        var settings = EmbeddedQueue.Settings(host: identity)
        settings.retention = host.retention
        settings.begun = { lostNoted(.queue) }
        if let lost {
            let culprits = Set(lost.map(\.job))
            settings.wasInFlight = { culprits.contains(InFlightRecord.recorded($0)) }
        }
        queue = EmbeddedQueue(
            database: database, router: router, settings: settings, registry: registry, log: log)
        outside = OutsideServices(registry: registry, log: log)
        storage = ProcessorStorage(
            host, database: database, files: blobs, transfers: outside.transfers, registry: registry, log: log)
        buckets = BucketService(own: storage.blobs, transfers: outside.transfers) { WallClock.system.now() }
        counter = StoreCounter(services: storage.store, owner: Self.counterOwner)
        amqp = RabbitMQSource(
            router: router, counter: counter, lost: lost, registry: registry, log: log,
            lostNoted: { lostNoted(.brokers) })
        let letters = DeadLetters(database: database, clock: .system)
        all = [
            queue,
            ScheduleSource(router: router, queue: queue, table: ScheduleTable(database), log: log),
            FolderSource(router: router, letters: letters, log: log),
            amqp,
            HTTPSource(listeners: host.listeners, router: router, queue: queue, hooks: hooks, log: log),
        ]
        services = Self.directory(
            storage: storage, buckets: buckets, outside: outside, queue: queue, router: router, registry: registry)
    }

    /// What keeps data that runs out and nobody else sweeps: the queue sees to itself and the dead letters.
    var rooms: [any DataRoom] { storage.rooms }

    /// Everything that keeps data of tenants and persons.
    static func rooms(
        _ database: HostDatabase.Database, _ storage: ProcessorStorage, _ retention: RetentionSettings
    ) -> [any DataRoom] {
        [
            QueueRecords(database: database, bounds: retention),
            DeadLetters(
                database: database, age: retention.deadLetters.age, count: retention.deadLetters.count),
        ] + storage.rooms
    }

    /// All services under one roof.
    static func directory(
        storage: ProcessorStorage, buckets: BucketService, outside: OutsideServices, queue: any JobQueue,
        router: JobRouter, registry: MetricRegistry
    ) -> ServiceDirectory {
        ServiceDirectory(
            [
                HostInformation(version: Proctor.version), storage.store, buckets,
                QueueService(queue: queue) { router.snapshot.mayPut($0, into: $1) }, outside.upstreams, outside.sql,
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
                .union(QueueService.offered).union(OutsideServices.offered))
    }

    /// Takes over a configuration that is about to be made. On the control thread.
    func configure(_ configuration: ProctorConfiguration) {
        outside.configure(configuration, buckets: buckets)
        amqp.configure(brokers: configuration.brokers)
    }

    /// A generation's plugin is about to be stopped: its requests to upstreams end.
    func ended(_ generation: Generation) {
        outside.upstreams.end(generation: generation.number, of: generation.processor)
    }

    /// Why the servers that processors' data is on cannot be used now; nil when they can.
    var hindrance: String? {
        let reasons = [storage.hindrance(), outside.hindrance].compactMap(\.self)
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
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

    /// Ends what sources and processors used, after all of them. Blocks.
    func close() {
        counter.close()
        outside.close()
        storage.close()
    }
}
