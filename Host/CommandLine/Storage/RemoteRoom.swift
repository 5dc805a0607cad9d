import HostDatabase
import HostPostgreSQLStore
import HostRedisStore
import HostS3
import HostServiceRequests

/// A store or place of blobs on a server, as `proctor data purge` and the sweep go through it.
struct RemoteRoom: DataRoom {
    let name: String
    private let tenant: @Sendable (String) throws(ServiceRefusal) -> Int
    private let subject: @Sendable (String) throws(ServiceRefusal) -> Int
    private let expired: @Sendable (Int64) throws(ServiceRefusal) -> Int

    init(_ store: RedisStore) {
        name = "store"
        tenant = { (who) throws(ServiceRefusal) in try store.purge(tenant: who) }
        subject = { (who) throws(ServiceRefusal) in try store.purge(subject: who) }
        expired = { (now) throws(ServiceRefusal) in try store.sweep(now: now) }
    }

    init(_ store: PostgreSQLStore) {
        name = "store"
        tenant = { (who) throws(ServiceRefusal) in try store.purge(tenant: who) }
        subject = { (who) throws(ServiceRefusal) in try store.purge(subject: who) }
        expired = { (now) throws(ServiceRefusal) in try store.sweep(now: now) }
    }

    init(_ blobs: S3Blobs) {
        name = "blobs"
        tenant = { (who) throws(ServiceRefusal) in try blobs.purge(tenant: who) }
        subject = { (who) throws(ServiceRefusal) in try blobs.purge(subject: who) }
        expired = { (now) throws(ServiceRefusal) in try blobs.sweep(now: now) }
    }

    func purge(tenant: String) throws(DatabaseFailure) -> Int {
        try Self.failing { () throws(ServiceRefusal) in try self.tenant(tenant) }
    }

    func purge(subject: String) throws(DatabaseFailure) -> Int {
        try Self.failing { () throws(ServiceRefusal) in try self.subject(subject) }
    }

    func sweep(now: Int64) throws(DatabaseFailure) -> Int {
        try Self.failing { () throws(ServiceRefusal) in try expired(now) }
    }

    private static func failing(_ body: () throws(ServiceRefusal) -> Int) throws(DatabaseFailure) -> Int {
        do throws(ServiceRefusal) {
            return try body()
        } catch {
            throw DatabaseFailure(code: error.code, message: error.message)
        }
    }
}
