public import HostConfiguration
public import HostDispatch
import HostServiceRequests
import HostThreads
public import HostTransfers

/// The services `blobs.*/1` over a bucket of any S3 service: each processor's own blobs, under
/// `PREFIX` + `PROCESSOR/` + the key's ``ObjectName``. Any thread; nothing blocks but ``answer(service:request:caller:)``.
///
/// What embedded blobs keep in their index is kept as metadata of each object, so a page of a list asks for each
/// object's headers, and a delete for those of its object.
public final class S3Blobs: HostServices {
    let client: S3Client
    let now: @Sendable () -> Int64
    private let limit: Int
    /// Where the sweep goes on.
    let swept = Guarded("")

    /// - Parameters:
    ///   - limit: most bytes of one blob.
    ///   - now: milliseconds since 1970-01-01T00:00:00Z.
    public init(
        _ settings: S3Settings, transfers: TransferLoop, limit: Int = 64 << 20, now: @escaping @Sendable () -> Int64
    ) {
        client = S3Client(settings, transfers: transfers, objectLimit: limit, now: now)
        self.limit = limit
        self.now = now
    }

    public static let offered = BlobRequest.services

    public var names: Set<String> { Self.offered }

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer.waiting { begin(service: service, request: request, caller: caller, reply: $0) }
    }

    public func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool {
        let reply: S3Client.Done<[UInt8]> = { reply(ServiceAnswer($0)) }
        do {
            switch try BlobRequest.readOwn(service, request) {
            case .get(let key): get(key, caller, reply)
            case .put(let put, let content): self.put(put, content, caller, reply)
            case .delete(let key): delete(key, caller, reply)
            case .list(let keys): list(keys, caller, reply)
            }
        } catch {
            reply(.failure(error as? ServiceRefusal ?? .badRequest("the request cannot be read")))
        }
        return true
    }

    private static func folder(_ caller: ServiceCaller) -> String { caller.processor + "/" }

    private func get(_ key: String, _ caller: ServiceCaller, _ reply: @escaping S3Client.Done<[UInt8]>) {
        client.get(Self.folder(caller) + ObjectName.of(key), until: caller.deadline) { [now] result in
            reply(
                result.map { answer in
                    guard let answer else { return BlobReply.absent }
                    let metadata = BlobMetadata(answer.head)
                    guard !metadata.isGone(at: now()) else { return BlobReply.absent }
                    return BlobReply.content(answer.body, mediaType: metadata.mediaType)
                })
        }
    }

    private func put(
        _ put: BlobPut, _ content: ArraySlice<UInt8>, _ caller: ServiceCaller, _ reply: @escaping S3Client.Done<[UInt8]>
    ) {
        let size = content.count
        guard size <= limit else {
            return reply(.failure(.reject("blobs.too_large", "the blob has more than \(limit >> 20) MiB")))
        }
        var metadata = BlobMetadata()
        metadata.mediaType = put.mediaType
        metadata.tenant = caller.tenant
        metadata.subject = put.subject ?? caller.subject
        metadata.expires = put.lifetime.map { now() &+ $0 }
        client.put(
            Self.folder(caller) + ObjectName.of(put.key), Array(content), headers: metadata.headers,
            until: caller.deadline
        ) { reply($0.map { BlobReply.stored(size: size) }) }
    }

    private func delete(_ key: String, _ caller: ServiceCaller, _ reply: @escaping S3Client.Done<[UInt8]>) {
        let name = Self.folder(caller) + ObjectName.of(key)
        // A delete itself does not say whether there was anything.
        client.head(name, until: caller.deadline) { [client, now] result in
            switch result {
            case .failure(let refusal): reply(.failure(refusal))
            case .success(nil): reply(.success(BlobReply.deleted(false)))
            case .success(let head?):
                let wasThere = !BlobMetadata(head).isGone(at: now())
                client.delete(name, until: caller.deadline) { reply($0.map { BlobReply.deleted(wasThere && $0) }) }
            }
        }
    }

    private func list(_ keys: KeyListing, _ caller: ServiceCaller, _ reply: @escaping S3Client.Done<[UInt8]>) {
        let folder = Self.folder(caller)
        // Within a digit, the prefix of names is shorter than that of the keys: the page begins where the keys do.
        let first = keys.prefix.isEmpty ? "" : ObjectName.before(prefix: keys.prefix)
        let behind = keys.after.isEmpty ? "" : ObjectName.of(keys.after)
        let after = first.utf8.lexicographicallyPrecedes(behind.utf8) ? behind : first
        list(keys, after: after.isEmpty ? "" : folder + after, caller, reply)
    }

    private func list(
        _ keys: KeyListing, after: String, _ caller: ServiceCaller, _ reply: @escaping S3Client.Done<[UInt8]>
    ) {
        let folder = Self.folder(caller)
        client.list(
            folder + ObjectName.common(prefix: keys.prefix), after: after, limit: keys.limit, until: caller.deadline
        ) { [self] result in
            switch result {
            case .failure(let refusal): reply(.failure(refusal))
            case .success(let page):
                let found = BlobPage(page, folder: folder, prefix: keys.prefix)
                // A page of what others put there has no key to go on from.
                if found.entries.isEmpty, !found.isLast, let last = page.entries.last {
                    return list(keys, after: last.key, caller, reply)
                }
                client.heads(found.entries.map(\.name), until: caller.deadline) { [now] result in
                    reply(result.map { found.reply($0, now: now()) })
                }
            }
        }
    }
}

/// The blobs of one page of objects.
private struct BlobPage {
    struct Entry {
        let name: String
        let key: String
        let size: Int
    }

    let entries: [Entry]
    let isLast: Bool

    init(_ page: S3Client.Page, folder: String, prefix: String) {
        var entries: [Entry] = []
        var isPast = false
        for (name, size) in page.entries {
            // What others put there is no blob.
            guard let key = ObjectName.key(of: String(decoding: name.utf8.dropFirst(folder.utf8.count), as: UTF8.self))
            else { continue }
            isPast = !key.utf8.starts(with: prefix.utf8)
            if isPast { break }
            entries.append(Entry(name: name, key: key, size: size))
        }
        self.entries = entries
        isLast = isPast || !page.isCut
    }

    /// Without those that have gone meanwhile.
    func reply(_ heads: [TransferHead?], now: Int64) -> [UInt8] {
        let there = zip(entries, heads).compactMap { entry, head -> BlobReply.Entry? in
            guard let metadata = head.map(BlobMetadata.init), !metadata.isGone(at: now) else { return nil }
            return BlobReply.Entry(key: entry.key, size: entry.size, mediaType: metadata.mediaType)
        }
        return BlobReply.page(there, next: isLast ? nil : entries.last?.key)
    }
}
