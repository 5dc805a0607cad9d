import HostConfiguration
import HostDatabase
import HostDispatch
import HostEmbeddedServices
import HostObservability
import HostPostgreSQLStore
import HostRedisStore
import HostS3
import HostTransfers
import Logging

/// Processors' store and blobs, wherever the file says that they are: in the embedded database and its folder, or on
/// servers. Connections begin at once and are not waited for.
struct ProcessorStorage: Sendable {
    let store: any HostServices
    let blobs: any HostServices
    /// What a purge and the sweep go through.
    let rooms: [any DataRoom]
    /// Why the store cannot be used now; nil when it can.
    let hindrance: @Sendable () -> String?
    private let closing: @Sendable () -> Void

    init(
        _ host: HostSettings, database: HostDatabase.Database, files: BlobFiles, transfers: TransferLoop,
        registry: MetricRegistry, log: Logger
    ) {
        let storeRoom: any DataRoom
        if let remote = host.remoteStore, let redis = RedisStore(remote, registry: registry, log: log) {
            store = redis
            storeRoom = RemoteRoom(redis)
            hindrance = { redis.hindrance }
            closing = { redis.close() }
        } else if let remote = host.remoteStore, let postgres = PostgreSQLStore(remote, log: log) {
            store = postgres
            storeRoom = RemoteRoom(postgres)
            hindrance = { postgres.hindrance }
            closing = { postgres.close() }
        } else {
            let embedded = StoreService(database: database)
            store = embedded
            storeRoom = embedded
            hindrance = { nil }
            closing = {}
        }
        if let s3 = host.remoteBlobs {
            let remote = S3Blobs(s3, transfers: transfers) { WallClock.system.now() }
            blobs = remote
            rooms = [storeRoom, RemoteRoom(remote)]
        } else {
            let embedded = BlobService(database: database, files: files)
            blobs = embedded
            rooms = [storeRoom, embedded]
        }
    }

    /// Ends connections. Blocks.
    func close() { closing() }
}
