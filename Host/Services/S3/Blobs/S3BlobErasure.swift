import HostServiceRequests
import HostThreads
import HostTransfers

/// What removes blobs without their processor's asking. Blocks: for host threads only.
///
/// There is no index: an object that said whose blobs are where would have to be written with each put. Putting is
/// frequent and erasing rare, so erasing pays: a list of everything, and a HEAD for each object, 64 at a time.
extension S3Blobs {
    /// Objects that one sweep looks at.
    private static let batch = 100

    /// Removes, for good, all that belongs to a tenant. Returns how many blobs. What the bucket itself keeps - versions,
    /// replicas - is its owner's to erase.
    package func purge(tenant: String) throws(ServiceRefusal) -> Int { try purge(tenant) { $0.tenant } }

    /// The same of all that is about a person.
    package func purge(subject: String) throws(ServiceRefusal) -> Int { try purge(subject) { $0.subject } }

    /// Removes what has run out among the next 100 objects, and begins again behind the last: of 100,000 objects each
    /// is looked at once in 1,000 sweeps. Until then a blob that has run out costs its room and is seen by nobody.
    ///
    /// - Parameter now: milliseconds since 1970-01-01T00:00:00Z.
    /// - Returns: how many; call again at once while it is not 0.
    package func sweep(now: Int64) throws(ServiceRefusal) -> Int {
        let page = try page(after: swept.withLock { $0 }, limit: Self.batch)
        let count = try remove(page.entries.map(\.key)) { $0.isGone(at: now) }
        swept.withLock { $0 = page.isCut ? page.entries.last?.key ?? "" : "" }
        return count
    }

    private func purge(_ owner: String, _ read: (BlobMetadata) -> String?) throws(ServiceRefusal) -> Int {
        var count = 0
        var after = ""
        while true {
            let page = try page(after: after, limit: ObjectListing.most)
            // By bytes: to Swift, texts are equal that differ in form alone.
            count += try remove(page.entries.map(\.key)) { read($0).map { $0.utf8.elementsEqual(owner.utf8) } ?? false }
            guard page.isCut, let last = page.entries.last else { return count }
            after = last.key
        }
    }

    private func page(after: String, limit: Int) throws(ServiceRefusal) -> S3Client.Page {
        try waiting { client.list("", after: after, limit: limit, until: 0, done: $0) }
    }

    private func remove(
        _ names: [String], _ isMeant: (BlobMetadata) -> Bool
    ) throws(ServiceRefusal) -> Int {
        let ours = names.filter(Self.isBlob)
        let heads = try waiting { client.heads(ours, until: 0, done: $0) }
        var count = 0
        for (name, head) in zip(ours, heads) {
            guard let head, isMeant(BlobMetadata(head)) else { continue }
            // Not what was put there since.
            if try waiting({ client.delete(name, ifTag: head.header("etag"), until: 0, done: $0) }) { count += 1 }
        }
        return count
    }

    /// Whether an object is a blob: others may keep theirs in the same bucket.
    private static func isBlob(_ name: String) -> Bool {
        guard let slash = name.firstIndex(of: "/") else { return false }
        return ObjectName.key(of: String(name[name.index(after: slash)...])) != nil
    }

    private func waiting<Value: Sendable>(
        _ body: (@escaping S3Client.Done<Value>) -> Void
    ) throws(ServiceRefusal) -> Value {
        let gate = Gate()
        let result = Guarded<Result<Value, ServiceRefusal>?>(nil)
        body { value in
            result.withLock { $0 = value }
            gate.open()
        }
        gate.wait()
        guard let result = result.withLock({ $0 }) else { throw S3Verdict.unreachable("S3 did not answer") }
        return try result.get()
    }
}
