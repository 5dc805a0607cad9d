import FoundationEssentials

/// What a plugin says about itself: its operations, their inputs and outputs, its settings and its needs.
public struct PluginManifest: Sendable, Equatable, Codable {
    public struct Operation: Sendable, Equatable, Codable {
        /// `grading.grade`.
        public let name: String
        public let summary: String?
        public let input: Input?
        public let output: Output?
        /// Routes to bind when plugins.yaml names none.
        public let http: [Route]?
        /// Embedded queues to bind, likewise.
        public let queue: [String]?
        /// Schedules to bind, likewise.
        public let schedule: [Schedule]?
    }

    public struct Input: Sendable, Equatable, Codable {
        public let mediaType: String?
        public let schema: JSONValue?

        enum CodingKeys: String, CodingKey {
            case mediaType = "media_type"
            case schema
        }
    }

    public struct Output: Sendable, Equatable, Codable {
        public let mediaType: String?
        public let schema: JSONValue?
        /// Whether the answer comes in pieces.
        public let stream: Bool?

        enum CodingKeys: String, CodingKey {
            case mediaType = "media_type"
            case schema, stream
        }
    }

    public struct Route: Sendable, Equatable, Codable {
        public let method: String
        public let path: String
    }

    /// One of `cron` and `every_ms`.
    public struct Schedule: Sendable, Equatable, Codable {
        public let cron: String?
        public let everyMilliseconds: Int64?
        public let zone: String?

        enum CodingKeys: String, CodingKey {
            case cron, zone
            case everyMilliseconds = "every_ms"
        }
    }

    /// `org.example.curve`.
    public let id: String
    public let version: String
    public let operations: [Operation]
    /// JSON Schema of the settings.
    public let settings: JSONValue?
    /// Services that the plugin calls: `store.get/1`.
    public let needs: [String]?
    /// Most jobs at once for one instance; nil or 0: no limit of its own.
    public let maxConcurrency: Int?
    /// What the SDK could not describe; a plugin with any is refused.
    public let problems: [String]?

    enum CodingKeys: String, CodingKey {
        case id, version, operations, settings, needs, problems
        case maxConcurrency = "max_concurrency"
    }

    static let sizeLimit = 4 << 20

    /// Reads a manifest; unknown members are ignored, for a later SDK may add some.
    /// - Parameter file: named in the refusal.
    /// - Throws: `image.bad_manifest`.
    public init(bytes: [UInt8], file: String) throws(ImageRefusal) {
        guard bytes.count <= Self.sizeLimit else { throw .badManifest(file, reason: "has \(bytes.count) bytes") }
        do {
            self = try JSONDecoder().decode(PluginManifest.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw .badManifest(file, reason: Self.reason(error))
        } catch {
            throw .badManifest(file, reason: "cannot be read")
        }
        if let complaint { throw .badManifest(file, reason: complaint) }
    }

    /// The part of the id after its last dot: the name to use in plugins.yaml.
    public var shortName: String {
        id.split(separator: ".").last.map(String.init) ?? id
    }

    private var complaint: String? {
        if let problem = problems?.first { return "is not complete: \(problem)" }
        let isName = { (text: String) in
            !text.isEmpty && text.utf8.count <= 128
                && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
        }
        guard isName(id) else { return "has the id \"\(id)\", which is not like org.example.curve" }
        guard !version.isEmpty else { return "has no version" }
        if let operation = operations.first(where: { !isName($0.name) }) {
            return "has the operation \"\(operation.name)\", which is not like curve.apply"
        }
        let names = operations.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            return "has the operation \(twice) twice"
        }
        return nil
    }

    private static func reason(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
            return path.isEmpty ? "its root" : "/" + path.joined(separator: "/")
        }
        switch error {
        case .keyNotFound(let key, let context): return "lacks \"\(key.stringValue)\" at \(place(context))"
        case .typeMismatch(_, let context): return "has a value of the wrong type at \(place(context))"
        case .valueNotFound(_, let context): return "has null at \(place(context))"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty: return "is wrong at \(place(context))"
        case .dataCorrupted: return "is not JSON"
        @unknown default: return "cannot be read"
        }
    }
}
