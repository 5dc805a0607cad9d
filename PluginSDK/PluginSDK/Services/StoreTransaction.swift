import CPluginABI

extension Store {
    /// Reads and writes several keys as one: all writes happen, or none.
    ///
    ///     let total = try await job.host.store.transaction { transaction in
    ///         let total = (try await transaction.get("total", as: Int.self) ?? 0) + words
    ///         try transaction.put("total", encoding: total)
    ///         return total
    ///     }
    ///
    /// Writes are kept back until the body has returned, and happen only if everything that it read is still so; else
    /// the body runs again. It must have no other effect than its writes. What it throws ends the transaction without
    /// a trace. At most 1000 keys are read and 1000 written.
    ///
    /// - Parameter attempts: how often the body runs at most.
    /// - Throws: what the body throws; `ServiceError`, with code `store.contended` when others were always faster.
    public nonisolated(nonsending) func transaction<Result>(
        attempts: Int = 20, _ body: nonisolated(nonsending) (inout StoreTransaction) async throws -> Result
    ) async throws -> Result {
        for attempt in 0..<max(1, attempts) {
            if attempt > 0 {
                // Those who met should not meet again: up to 2, 4, ... 64 ms, by chance.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...(1 << min(attempt, 6)))))
            }
            var transaction = StoreTransaction(store: self)
            let result = try await body(&transaction)
            if try await transaction.commit() { return result }
        }
        throw ServiceError(
            status: PROCTOR_RETRY, code: "store.contended",
            message: "Others changed the same keys each of \(max(1, attempts)) times.", service: "store.transact/1")
    }
}

/// What a transaction has read and wants to write. It sees its own writes.
public struct StoreTransaction: Sendable {
    private let store: Store
    // By the bytes of the key: Swift takes two spellings of one letter for the same text, the store does not.
    private var seen: [[UInt8]: [UInt8]?] = [:]
    private var writes: [[UInt8]: StoreWrite] = [:]

    init(store: Store) { self.store = store }

    /// The value, or nil; the same at every call. - Throws: `ServiceError`.
    public nonisolated(nonsending) mutating func get(_ key: String) async throws -> [UInt8]? {
        let name = Array(key.utf8)
        if let write = writes[name] { return write.value }
        if let value = seen[name] { return value }
        let value = try await store.get(key)
        seen[name] = .some(value)
        return value
    }

    /// The value, or nil. - Throws: `ServiceError`; `DecodingError` when it is no such value.
    public nonisolated(nonsending) mutating func get<Value: Decodable>(
        _ key: String, as type: Value.Type
    ) async throws -> Value? {
        try await get(key).map { try StoredJSON.decode(type, $0) }
    }

    /// Writes a value when the transaction commits; parameters as of the store's `put`.
    public mutating func put(_ key: String, _ value: [UInt8], lifetime: Duration? = nil, subject: String? = nil) {
        writes[Array(key.utf8)] = StoreWrite(key: key, value: value, lifetime: lifetime, subject: subject)
    }

    /// Writes a value as JSON. - Throws: what encoding it throws.
    public mutating func put(
        _ key: String, encoding value: some Encodable, lifetime: Duration? = nil, subject: String? = nil
    ) throws {
        put(key, try StoredJSON.encode(value), lifetime: lifetime, subject: subject)
    }

    /// Deletes a value when the transaction commits.
    public mutating func delete(_ key: String) {
        writes[Array(key.utf8)] = StoreWrite(key: key, value: nil, lifetime: nil, subject: nil)
    }

    private struct Request: Encodable {
        struct Check: Encodable {
            var key: String
            var value: Base64OrNull
        }
        var checks: [Check]
        var writes: [StoreWrite]
        var tenant: String?
    }

    private struct Reply: Decodable { var committed: Bool }

    /// False when something that was read has changed. Nothing written and one key read is consistent as it is.
    nonisolated(nonsending) func commit() async throws -> Bool {
        if writes.isEmpty, seen.count < 2 { return true }
        let request = Request(
            checks: seen.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
                Request.Check(key: String(decoding: $0.key, as: UTF8.self), value: Base64OrNull($0.value))
            },
            writes: writes.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value), tenant: store.tenant)
        return try await store.host.ask("store.transact/1", request, for: Reply.self).committed
    }
}
