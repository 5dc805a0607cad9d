import PluginSDK
import Synchronization

/// The store's services, in memory; see `Store` for their requests. Lifetimes are kept and not acted upon.
final class MemoryStore: Sendable {
    private let values = Mutex<[String: String]>([:])

    /// The reply, or nil for a service that this is not.
    func answer(_ service: String, _ request: [UInt8]) -> (status: proctor_status, reply: String)? {
        guard ["store.get/1", "store.put/1", "store.delete/1"].contains(service) else { return nil }
        guard let json = try? JSONValue(parsing: request), case .string(let key)? = json["key"] else {
            return (PROCTOR_REJECT, #"{"message":"The request names no key."}"#)
        }
        switch service {
        case "store.get/1":
            let value = values.withLock { $0[key] }
            return (PROCTOR_OK, JSONValue.object(value.map { ["value": .string($0)] } ?? [:]).text)
        case "store.put/1":
            guard case .string(let value)? = json["value"] else {
                return (PROCTOR_REJECT, #"{"message":"The request has no value."}"#)
            }
            values.withLock { $0[key] = value }
            return (PROCTOR_OK, "{}")
        default:
            let old = values.withLock { $0.removeValue(forKey: key) }
            return (PROCTOR_OK, JSONValue.object(["deleted": .bool(old != nil)]).text)
        }
    }
}
