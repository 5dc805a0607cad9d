public import HostConfiguration
public import HostDispatch
import HostS3
import HostServiceRequests
import HostThreads
public import HostTransfers

/// The services `blobs.*/1` in front of a processor's own: a request that names a `bucket` goes to that entry of
/// `buckets:`, every other one to the processor's own blobs as it came. Any thread.
///
/// The keys of a bucket are its objects' own, for others write them too: `tmp/a b.jpg` is fetched as it is.
public final class BucketService: HostServices {
    private struct Bucket: Sendable {
        let access: BucketSettings.Access
        let place: BucketPlace
    }

    private struct Table: Sendable {
        var buckets: [String: Bucket] = [:]
        var grants: [String: Set<String>] = [:]
    }

    private let own: any HostServices
    private let transfers: TransferLoop
    private let limit: Int
    private let now: @Sendable () -> Int64
    private let table = Guarded(Table())

    /// - Parameters:
    ///   - own: the processors' own blobs; may have other services too.
    ///   - limit: most bytes of one object.
    ///   - now: milliseconds since 1970-01-01T00:00:00Z.
    public init(
        own: any HostServices, transfers: TransferLoop, limit: Int = 64 << 20, now: @escaping @Sendable () -> Int64
    ) {
        self.own = own
        self.transfers = transfers
        self.limit = limit
        self.now = now
    }

    /// Takes the place of all buckets and grants; requests under way end as they began.
    ///
    /// - Parameter grants: the buckets that each processor may use, by its name.
    public func configure(_ buckets: [BucketSettings], grants: [String: Set<String>]) {
        var table = Table(grants: grants)
        for bucket in buckets { table.buckets[bucket.name] = Bucket(access: bucket.access, place: place(bucket.place)) }
        self.table.withLock { $0 = table }
    }

    private func place(_ settings: BlobSettings) -> BucketPlace {
        switch settings {
        case .folder(let path): .folder(FolderBucket(path: path, limit: limit))
        case .s3(let settings):
            .s3(S3Bucket(S3Client(settings, transfers: transfers, objectLimit: limit, now: now)))
        }
    }

    public var names: Set<String> { own.names }

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        do {
            guard let errand = try errand(service, request, caller) else {
                return own.answer(service: service, request: request, caller: caller)
            }
            switch errand.place {
            case .folder(let bucket): return ServiceAnswer(bucket.answer(errand.request))
            case .s3(let bucket):
                return ServiceAnswer.waiting { reply in
                    bucket.begin(errand.request, until: caller.deadline) { reply(ServiceAnswer($0)) }
                    return true
                }
            }
        } catch {
            return Self.refusal(error).answer
        }
    }

    public func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool {
        do {
            guard let errand = try errand(service, request, caller) else {
                return own.begin(service: service, request: request, caller: caller, reply: reply)
            }
            guard case .s3(let bucket) = errand.place else { return false }
            bucket.begin(errand.request, until: caller.deadline) { reply(ServiceAnswer($0)) }
        } catch {
            reply(Self.refusal(error).answer)
        }
        return true
    }

    /// What a request wants of which bucket; nil when it names none.
    private func errand(
        _ service: String, _ request: [UInt8], _ caller: ServiceCaller
    ) throws -> (place: BucketPlace, request: BlobRequest)? {
        guard BlobRequest.services.contains(service) else { return nil }
        let (request, name) = try BlobRequest.read(service, request)
        guard let name else { return nil }
        let (bucket, isGranted) = table.withLock { table in
            (table.buckets[name], table.grants[caller.processor]?.contains(name) ?? false)
        }
        guard let bucket else {
            throw ServiceRefusal.reject("blobs.unknown_bucket", "there is no such bucket: they stand under buckets:")
        }
        guard isGranted else {
            throw ServiceRefusal.reject(
                "blobs.not_allowed", "the processor may not use this bucket: name it under its buckets:")
        }
        try BucketRule.check(request, access: bucket.access, limit: limit)
        return (bucket.place, request)
    }

    private static func refusal(_ error: any Error) -> ServiceRefusal {
        error as? ServiceRefusal ?? .badRequest("the request cannot be read")
    }
}
