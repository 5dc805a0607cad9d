import CPluginABI

/// Writes lines to the host's log; the host adds time, processor and job.
public struct Log: Sendable {
    public enum Level: Int32, Sendable, Comparable, CaseIterable {
        case trace, debug, info, warning, error, critical

        public static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }
    }

    let connection: HostConnection?
    let token: UInt64

    /// - Parameters:
    ///   - message: a sentence; what varies goes into the fields.
    ///   - fields: no personal data: logs are kept.
    public func write(_ level: Level, _ message: String, _ fields: [String: JSONValue] = [:]) {
        let document = fields.isEmpty ? "" : JSONValue.object(fields).text
        _ = connection?.use { host in
            message.withABIBytes { message in
                document.withABIBytes { host.log?(host.self_, level.rawValue, token, message, $0) }
            }
        }
    }

    public func debug(_ message: String, _ fields: [String: JSONValue] = [:]) { write(.debug, message, fields) }
    public func info(_ message: String, _ fields: [String: JSONValue] = [:]) { write(.info, message, fields) }
    public func warning(_ message: String, _ fields: [String: JSONValue] = [:]) { write(.warning, message, fields) }
    public func error(_ message: String, _ fields: [String: JSONValue] = [:]) { write(.error, message, fields) }
}
