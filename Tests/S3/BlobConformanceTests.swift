import BlobConformance
import Foundation
import HostConfiguration
import HostDatabase
import HostEmbeddedServices
import HostThreads
import HostTransfers
import Logging
import S3Peer
import Testing

@testable import HostS3

/// Both kinds of blobs, held to one suite.
@Suite struct BlobConformanceTests {
    /// One server for all cases: each has a prefix of its own.
    static let server = Result { try S3Server() }
    static let transfers = TransferLoop(name: "s3-test")

    @Test("blobs in a bucket conform", arguments: BlobConformance.cases)
    func bucket(_ blobCase: BlobCase) throws {
        let server = try Self.server.get()
        let clock = TestClock()
        let prefix = "blobs \(UUID().uuidString)+/"
        let blobs = S3Blobs(
            server.settings(prefix: prefix), transfers: Self.transfers, limit: 64 << 20, now: { clock.now() })
        try blobCase.run(
            on: BlobsUnderTest(
                service: blobs, limit: 64 << 20, name: "c", pass: { clock.pass($0) },
                purgeTenant: { try blobs.purge(tenant: $0) }, purgeSubject: { try blobs.purge(subject: $0) },
                sweep: { try blobs.sweep(now: clock.now()) }))
    }

    @Test("blobs in a folder conform", arguments: BlobConformance.cases)
    func folder(_ blobCase: BlobCase) throws {
        let folder = try TestFolder()
        let clock = TestClock()
        let database = try Database(
            path: folder.path + "/proctor.db", synchronous: false, schemas: [LeaseTable.schema, BlobService.schema],
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        defer { database.close() }
        let blobs = BlobService(
            database: database, files: try BlobFiles(creating: folder.path + "/blobs", synchronous: false),
            clock: WallClock { clock.now() })
        try blobCase.run(
            on: BlobsUnderTest(
                service: blobs, limit: 64 << 20, name: "c", pass: { clock.pass($0) },
                purgeTenant: { try blobs.purge(tenant: $0) }, purgeSubject: { try blobs.purge(subject: $0) },
                sweep: { try blobs.sweep(now: clock.now()) }))
    }
}
