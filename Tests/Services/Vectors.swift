import Foundation
import HostDispatch

/// service-vectors.json of the SDK, which says of itself what it means.
struct Vectors {
    struct Case: CustomStringConvertible, Sendable {
        let name: String
        let steps: [Step]

        var description: String { name }
    }

    struct Step: @unchecked Sendable {  // JSON documents, which nobody changes
        let call: String?
        let request: [UInt8]
        let status: JobStatus
        let code: String?
        let reply: [String: Any]
        let replyBody: Data?
        /// Milliseconds that pass before.
        let advance: Int64?
        let queued: [String: Any]?
    }

    struct Malformed: Error {
        let what: String
    }

    let boundQueues: Set<String>
    let mayEnqueue: Set<String>
    let queueLimit: Int
    let blobLimit: Int
    /// Headers of the calling job.
    let job: [String: String]
    let cases: [Case]

    static func load() throws -> Vectors {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "PluginSDK/Tests/Fixtures/service-vectors.json"))
        guard let file = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw Malformed(what: "the file")
        }
        return try Vectors(file)
    }

    private init(_ file: [String: Any]) throws {
        guard let setup = file["setup"] as? [String: Any], let bound = setup["bound_queues"] as? [String],
            let may = setup["may_enqueue"] as? [String], let queueLimit = setup["queue_limit"] as? Int,
            let blobLimit = setup["blob_limit"] as? Int, let job = file["job"] as? [String: String],
            let cases = file["cases"] as? [[String: Any]]
        else { throw Malformed(what: "setup, job or cases") }
        self.boundQueues = Set(bound)
        self.mayEnqueue = Set(may)
        self.queueLimit = queueLimit
        self.blobLimit = blobLimit
        self.job = job
        self.cases = try cases.map { entry in
            guard let name = entry["name"] as? String, let steps = entry["steps"] as? [[String: Any]] else {
                throw Malformed(what: "a case")
            }
            return Case(name: name, steps: try steps.map(Step.init))
        }
    }

    /// Whether a document is the expected one; "*" stands for any text that is not empty.
    static func matches(_ found: [String: Any], _ expected: [String: Any]) -> Bool {
        guard found.count == expected.count else { return false }
        return expected.allSatisfy { name, value in
            if value as? String == "*" { return (found[name] as? String)?.isEmpty == false }
            return found[name].flatMap(text) == text(value)
        }
    }

    private static func text(_ value: Any) -> Data? {
        try? JSONSerialization.data(withJSONObject: [value], options: [.sortedKeys])
    }
}

extension Vectors.Step {
    private static let known: Set = [
        "call", "request", "request_text", "fill", "body", "status", "code", "reply", "reply_body", "advance_ms",
        "queued",
    ]

    fileprivate init(_ step: [String: Any]) throws {
        guard Set(step.keys).isSubset(of: Self.known) else { throw Vectors.Malformed(what: "a step's member") }
        call = step["call"] as? String
        code = step["code"] as? String
        reply = step["reply"] as? [String: Any] ?? [:]
        replyBody = (step["reply_body"] as? String).flatMap { Data(base64Encoded: $0) }
        advance = (step["advance_ms"] as? Int).map(Int64.init)
        queued = step["queued"] as? [String: Any]
        switch step["status"] as? String {
        case nil, "OK": status = .ok
        case "REJECT": status = .reject
        case "RETRY": status = .retry
        default: throw Vectors.Malformed(what: "a status")
        }
        request = try Self.request(of: step)
    }

    /// The bytes that the call is given.
    private static func request(of step: [String: Any]) throws -> [UInt8] {
        if let text = step["request_text"] as? String { return Array(text.utf8) }
        var members = step["request"] as? [String: Any] ?? [:]
        var body = (step["body"] as? String).flatMap { Data(base64Encoded: $0) }
        if let fill = step["fill"] as? [String: Any], let member = fill["member"] as? String,
            let count = fill["bytes"] as? Int
        {
            if member == "body" {
                body = Data(count: count)
            } else {
                members[member] = Data(count: count).base64EncodedString()
            }
        }
        let head = try JSONSerialization.data(withJSONObject: members, options: [.withoutEscapingSlashes])
        return Array(head) + (body.map { [UInt8(ascii: "\n")] + Array($0) } ?? [])
    }
}
