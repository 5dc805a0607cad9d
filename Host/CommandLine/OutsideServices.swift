import HostBuckets
import HostConfiguration
import HostDispatch
import HostObservability
import HostSQL
import HostTransfers
import HostUpstreams
import Logging

/// The services through which processors reach what the operator names: upstreams, buckets, databases.
struct OutsideServices: Sendable {
    let transfers: TransferLoop
    let upstreams: UpstreamService
    let sql: SQLService
    private let migrations: DatabaseMigrations?

    /// - Parameter migrates: whether databases are brought up to date, as a host does; a command takes them as they are.
    init(registry: MetricRegistry, log: Logger, migrates: Bool = true) {
        transfers = TransferLoop(name: "transfers")
        upstreams = UpstreamService(loop: transfers, registry: registry)
        sql = SQLService(log: log)
        migrations = migrates ? DatabaseMigrations(sql, log: log) : nil
    }

    /// What every host offers, also one that names nothing.
    static var offered: Set<String> { UpstreamService.offered.union(SQLService.offered) }

    /// Takes over a configuration; requests under way end as they began. Does not block.
    func configure(_ configuration: ProctorConfiguration, buckets: BucketService) {
        func grants(_ names: (ProcessorSettings) -> [String]) -> [String: Set<String>] {
            Dictionary(
                configuration.processors.map { ($0.name, Set(names($0))) }, uniquingKeysWith: { first, _ in first })
        }
        upstreams.configure(configuration.upstreams, grants: grants(\.upstreams))
        buckets.configure(configuration.buckets, grants: grants(\.buckets))
        sql.configure(configuration.databases, grants: grants(\.databases))
        migrations?.configure(configuration.databases)
    }

    /// Why databases cannot be used now; nil when they can.
    var hindrance: String? {
        let reasons =
            sql.hindrances.sorted { $0.key < $1.key }.map(\.value) + [migrations?.hindrance].compactMap(\.self)
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    /// Ends what is under way. Blocks.
    func close() {
        migrations?.close()
        sql.close()
        transfers.stop()
    }
}
