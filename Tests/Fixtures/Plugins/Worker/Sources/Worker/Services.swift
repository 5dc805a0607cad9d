import PluginSDK

/// Calls of services, one after the other: `{"ops": [{"op": "put", "key": "a", "value": "1", "ttl_ms": 1000}]}`.
struct ServiceOrders: Codable, Sendable { var ops: [ServiceOrder] }

/// Values and payloads are text. Which members count depends on the op.
struct ServiceOrder: Codable, Sendable {
    enum Op: String, Codable, CaseIterable, Sendable {
        case get, put, delete, swap, list
        /// Adds 1 to the number under a key, in a transaction.
        case increment
        case blobPut = "blob_put"
        case blobGet = "blob_get"
        case blobDelete = "blob_delete"
        case blobList = "blob_list"
        case enqueue
    }

    var op: Op
    var key: String?
    var value: String?
    /// Of a swap; absent: there must be none.
    var old: String?
    /// In place of a value: so many zero bytes.
    var size: Int?
    var prefix: String?
    var media_type: String?
    var ttl_ms: Int?
    var subject: String?
    var queue: String?
    var id: String?
    var priority: Int?
    var delay_ms: Int?
}

struct ServiceResults: Encodable, Sendable { var results: [JSONValue] }

extension Worker {
    /// Never fails: what a service refuses stands in its place as `{"error", "status", "message"}`.
    func store(_ orders: ServiceOrders, job: Job) async throws -> ServiceResults {
        var results: [JSONValue] = []
        for order in orders.ops {
            do {
                results.append(try await Self.run(order, job.host))
            } catch let error as ServiceError {
                results.append(Self.refusal(error))
            }
        }
        return ServiceResults(results: results)
    }

    static func refusal(_ error: ServiceError) -> JSONValue {
        [
            "error": .string(error.code), "status": .integer(Int(error.status)), "message": .string(error.message),
        ]
    }

    private static func run(_ order: ServiceOrder, _ host: Host) async throws -> JSONValue {
        let key = order.key ?? ""
        let value = order.size.map { [UInt8](repeating: 0, count: max(0, $0)) } ?? order.value.map { Array($0.utf8) }
        let lifetime = order.ttl_ms.map { Duration.milliseconds($0) }
        switch order.op {
        case .get: return text(try await host.store.get(key))
        case .put:
            try await host.store.put(key, value ?? [], lifetime: lifetime, subject: order.subject)
            return true
        case .delete: return .bool(try await host.store.delete(key))
        case .swap:
            let old = order.old.map { Array($0.utf8) }
            let outcome = try await host.store.swap(
                key, from: old, to: value, lifetime: lifetime, subject: order.subject)
            return ["swapped": .bool(outcome.swapped), "value": text(outcome.value)]
        case .list:
            var entries: [String: JSONValue] = [:]
            for try await entry in host.store.entries(prefix: order.prefix ?? "") {
                entries[entry.key] = text(entry.value)
            }
            return .object(entries)
        case .increment:
            return .integer(
                try await host.store.transaction(attempts: 100) { transaction in
                    let number = (try await transaction.get(key, as: Int.self) ?? 0) + 1
                    try transaction.put(key, encoding: number)
                    return number
                })
        case .blobPut:
            try await host.blobs.put(
                key, value ?? [], mediaType: order.media_type, lifetime: lifetime, subject: order.subject)
            return true
        case .blobGet:
            guard let blob = try await host.blobs.get(key) else { return .null }
            return [
                "size": .integer(blob.bytes.count), "media_type": blob.mediaType.map { .string($0) } ?? .null,
                "text": text(Array(blob.bytes.prefix(256))),
            ]
        case .blobDelete: return .bool(try await host.blobs.delete(key))
        case .blobList:
            var entries: [String: JSONValue] = [:]
            for try await entry in host.blobs.entries(prefix: order.prefix ?? "") {
                entries[entry.key] = .integer(entry.size)
            }
            return .object(entries)
        case .enqueue:
            let queued = try await host.queue.put(
                order.queue ?? "", value ?? [], id: order.id, priority: order.priority ?? 0,
                delay: .milliseconds(order.delay_ms ?? 0), subject: order.subject)
            return ["id": .string(queued.id), "duplicate": .bool(queued.isDuplicate)]
        }
    }

    private static func text(_ bytes: [UInt8]?) -> JSONValue {
        bytes.map { .string(String(decoding: $0, as: UTF8.self)) } ?? .null
    }
}
