import FoundationEssentials
import PluginSDK

/// The services of `Store`, in memory.
struct MemoryStore {
    private var rows = ExpiringRows<[UInt8]>()

    /// The reply, or nil for a service that this is not.
    mutating func answer(
        _ service: String, _ bytes: [UInt8], at now: Duration
    ) throws(ServiceRefusal) -> ServiceReply? {
        switch service {
        case "store.get/1":
            let key = try ServiceRequest(bytes, known: ["key"]).key()
            return .ok(.object(Self.member(rows.value(key, at: now))))
        case "store.put/1":
            let request = try ServiceRequest(bytes, known: Write.members.union(["tenant"]))
            _ = try request.label("tenant")
            apply(try Write(request, value: try request.value("value")), at: now)
            return .ok()
        case "store.delete/1":
            let key = try ServiceRequest(bytes, known: ["key"]).key()
            return .ok(["deleted": .bool(rows.delete(key, at: now))])
        case "store.swap/1": return try swap(bytes, at: now)
        case "store.list/1":
            let request = try ServiceRequest(bytes, known: ["prefix", "after", "limit", "values"])
            let withValues = try request.flag("values")
            return try rows.list(request, at: now) { withValues ? Self.member($0) : [:] }
        case "store.transact/1": return try transact(bytes, at: now)
        default: return nil
        }
    }

    private mutating func swap(_ bytes: [UInt8], at now: Duration) throws(ServiceRefusal) -> ServiceReply {
        let request = try ServiceRequest(bytes, known: ["key", "old", "new", "ttl_ms", "subject", "tenant"])
        let old = try request.valueOrNull("old")
        let write = try Write(request, value: try request.valueOrNull("new"))
        let swapped = rows.value(write.key, at: now) == old
        if swapped { apply(write, at: now) }
        var reply = Self.member(rows.value(write.key, at: now))
        reply["swapped"] = .bool(swapped)
        return .ok(.object(reply))
    }

    private mutating func transact(_ bytes: [UInt8], at now: Duration) throws(ServiceRefusal) -> ServiceReply {
        let request = try ServiceRequest(bytes, known: ["checks", "writes", "tenant"])
        _ = try request.label("tenant")
        var holds = true
        for check in try request.list("checks", known: ["key", "value"]) {
            let expected = try check.valueOrNull("value")
            if rows.value(try check.key(), at: now) != expected { holds = false }
        }
        // Read whole before the first write: a request that is wrong changes nothing.
        var writes: [Write] = []
        for write in try request.list("writes", known: Write.members) {
            writes.append(try Write(write, value: try write.valueOrNull("value")))
        }
        if holds { for write in writes { apply(write, at: now) } }
        return .ok(["committed": .bool(holds)])
    }

    private struct Write {
        static let members: Set = ["key", "value", "ttl_ms", "subject"]

        let key: ServiceKey
        let value: [UInt8]?
        let lifetime: Duration?

        init(_ request: ServiceRequest, value: [UInt8]?) throws(ServiceRefusal) {
            key = try request.key()
            self.value = value
            lifetime = try request.duration("ttl_ms", from: 1)
            _ = try request.label("subject")
        }
    }

    private mutating func apply(_ write: Write, at now: Duration) {
        if let value = write.value {
            rows.put(write.key, value, lifetime: write.lifetime, at: now)
        } else {
            _ = rows.delete(write.key, at: now)
        }
    }

    private static func member(_ value: [UInt8]?) -> [String: JSONValue] {
        value.map { ["value": .string(Data($0).base64EncodedString())] } ?? [:]
    }
}
