import FoundationEssentials
import Glibc
import HostDatabase
import HostEmbeddedServices
import HostThreads
import Logging
import StoreConformance
import Testing

/// The suite that holds every store to the same behaviour, over the one that needs no server.
@Suite struct EmbeddedStoreConformanceTests {
    @Test("the embedded store conforms", arguments: StoreConformance.cases)
    func conforms(_ check: StoreCase) throws {
        var template = Array("/tmp/proctor-store-XXXXXX".utf8CString)
        let folder = String(cString: try #require(mkdtemp(&template)))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try Database(
            path: folder + "/proctor.db", synchronous: false, schemas: [StoreService.schema],
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        defer { database.close() }
        let time = Guarded<Int64>(1_795_250_430_000)
        let clock = WallClock { time.withLock { $0 } }
        let store = StoreService(database: database, clock: clock)
        try check.run(
            on: StoreUnderTest(
                store: store, other: StoreService(database: database, clock: clock), name: "t",
                pass: { milliseconds in time.withLock { $0 += Int64(milliseconds) } },
                purgeTenant: { try store.purge(tenant: $0) }, purgeSubject: { try store.purge(subject: $0) },
                sweep: { try store.sweep(now: clock.now()) }))
    }
}
