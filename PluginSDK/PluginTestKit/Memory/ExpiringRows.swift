import PluginSDK

/// Values by key, each for as long as it may live.
struct ExpiringRows<Value> {
    private struct Row {
        let value: Value
        /// Gone from then on; nil: never.
        let end: Duration?
    }

    private var rows: [ServiceKey: Row] = [:]

    func value(_ key: ServiceKey, at now: Duration) -> Value? { rows[key].flatMap { Self.live($0, now) } }

    mutating func put(_ key: ServiceKey, _ value: Value, lifetime: Duration?, at now: Duration) {
        rows[key] = Row(value: value, end: lifetime.map { now + $0 })
    }

    /// Whether there was one.
    mutating func delete(_ key: ServiceKey, at now: Duration) -> Bool {
        rows.removeValue(forKey: key).flatMap { Self.live($0, now) } != nil
    }

    /// Answers a listing: `document` gives what stands beside the key.
    func list(
        _ request: ServiceRequest, at now: Duration, _ document: (Value) -> [String: JSONValue]
    ) throws(ServiceRefusal) -> ServiceReply {
        let prefix = try request.place("prefix").bytes
        let after = try request.optionalPlace("after")
        let limit = try request.integer("limit", within: 1...1000) ?? 100
        var found: [(key: ServiceKey, value: Value)] = []
        for (key, row) in rows where key.bytes.starts(with: prefix) && after.map({ key > $0 }) ?? true {
            if let value = Self.live(row, now) { found.append((key, value)) }
        }
        found.sort { $0.key < $1.key }
        let page = found.prefix(limit)
        var reply: [String: JSONValue] = [
            "entries": .array(
                page.map { .object(document($0.value).merging(["key": .string($0.key.text)]) { _, key in key }) })
        ]
        if page.count < found.count, let last = page.last { reply["next"] = .string(last.key.text) }
        return .ok(.object(reply))
    }

    private static func live(_ row: Row, _ now: Duration) -> Value? {
        if let end = row.end, end <= now { return nil }
        return row.value
    }
}
