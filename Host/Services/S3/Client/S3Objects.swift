import HostServiceRequests
import HostThreads
import HostTransfers

/// What is done with a bucket's objects. Keys are beneath the bucket's prefix.
extension S3Client {
    /// Most bytes of a page: 1,000 entries, each with a key of 1,024 bytes that may all be written as entities.
    private static let listLimit = 16 << 20

    /// One page of a listing.
    package struct Page: Sendable {
        /// In the order of the keys' bytes.
        package let entries: [(key: String, size: Int)]
        package let isCut: Bool
    }

    /// - Parameter done: nil when there is no such object.
    package func get(_ key: String, until deadline: UInt64, done: @escaping Done<TransferResponse?>) {
        send(S3Call(method: "GET", key: settings.prefix + key, most: objectLimit), until: deadline) { [self] result in
            done(
                result.flatMap { answer in
                    guard let answer, answer.body.count > objectLimit else { return .success(answer) }
                    return .failure(S3Verdict.tooLarge(settings.bucket))
                })
        }
    }

    /// The object's headers alone.
    package func head(_ key: String, until deadline: UInt64, done: @escaping Done<TransferHead?>) {
        send(S3Call(method: "HEAD", key: settings.prefix + key), until: deadline) { done($0.map { $0?.head }) }
    }

    /// Several objects' headers, in the order of the keys; nil for one that is not there.
    package func heads(_ keys: [String], until deadline: UInt64, done: @escaping Done<[TransferHead?]>) {
        let answers = Guarded(Answers(count: keys.count))
        guard !keys.isEmpty else { return done(.success([])) }
        for (place, key) in keys.enumerated() {
            head(key, until: deadline) { result in
                if let all = answers.withLock({ $0.put(result, at: place) }) { done(all) }
            }
        }
    }

    package func put(
        _ key: String, _ content: [UInt8], headers: [(name: String, value: String)], until deadline: UInt64,
        done: @escaping Done<Void>
    ) {
        let call = S3Call(method: "PUT", key: settings.prefix + key, headers: headers, body: content)
        send(call, until: deadline) { [bucket = settings.bucket] result in
            done(
                result.flatMap { answer in
                    answer == nil
                        ? .failure(.reject("blobs.failed", "\"\(bucket)\" takes no objects there")) : .success(())
                })
        }
    }

    /// Removes an object.
    ///
    /// - Parameters:
    ///   - tag: the object's ETag; another object under the key is then left alone, by servers that know conditional
    ///     deletes.
    ///   - done: false when the server says that there was none. Most do not say it.
    package func delete(_ key: String, ifTag tag: String? = nil, until deadline: UInt64, done: @escaping Done<Bool>) {
        let headers = tag.map { [(name: "If-Match", value: $0)] } ?? []
        send(S3Call(method: "DELETE", key: settings.prefix + key, headers: headers), until: deadline) {
            done($0.map { $0 != nil })
        }
    }

    /// One page of the keys that begin with `prefix` and come behind `after`.
    package func list(
        _ prefix: String, after: String, limit: Int, until deadline: UInt64, done: @escaping Done<Page>
    ) {
        var query = [(name: "list-type", value: "2"), (name: "max-keys", value: String(limit))]
        if !(settings.prefix + prefix).isEmpty { query.append((name: "prefix", value: settings.prefix + prefix)) }
        if !after.isEmpty { query.append((name: "start-after", value: settings.prefix + after)) }
        send(S3Call(method: "GET", query: query, most: Self.listLimit), until: deadline) { [self] result in
            done(result.flatMap { page($0, prefix, after: after) })
        }
    }

    private func page(_ answer: TransferResponse?, _ prefix: String, after: String) -> Result<Page, ServiceRefusal> {
        guard let answer, let listing = try? ObjectListing(answer.body) else { return .failure(noList) }
        let own = settings.prefix.utf8
        let entries = listing.entries.compactMap { entry -> (key: String, size: Int)? in
            guard entry.key.utf8.starts(with: own) else { return nil }
            let key = String(decoding: entry.key.utf8.dropFirst(own.count), as: UTF8.self)
            // A server that knows only the older form of lists passes over where a page begins: it would give the same
            // page for ever.
            guard key.utf8.starts(with: prefix.utf8), after.utf8.lexicographicallyPrecedes(key.utf8) else { return nil }
            return (key, entry.size)
        }
        guard !listing.isCut || !entries.isEmpty else { return .failure(noList) }
        return .success(Page(entries: entries, isCut: listing.isCut))
    }

    private var noList: ServiceRefusal {
        S3Verdict.unreachable("what answered for \"\(settings.bucket)\" was no list of an S3 service")
    }
}

/// Answers that come in any order.
private struct Answers {
    private var heads: [TransferHead?]
    private var missing: Int
    private var refusal: ServiceRefusal?

    init(count: Int) {
        heads = Array(repeating: nil, count: count)
        missing = count
    }

    /// All of them, when this was the last; the first refusal when there was one.
    mutating func put(
        _ result: Result<TransferHead?, ServiceRefusal>, at place: Int
    ) -> Result<[TransferHead?], ServiceRefusal>? {
        missing -= 1
        switch result {
        case .success(let head): heads[place] = head
        case .failure(let failure): refusal = refusal ?? failure
        }
        guard missing == 0 else { return nil }
        return refusal.map { .failure($0) } ?? .success(heads)
    }
}
