import FoundationEssentials
import PluginSDK
import PluginTestKit

/// service-vectors.json, which says of itself what it means.
struct ServiceVectors: Decodable, Sendable {
    struct Setup: Decodable, Sendable {
        var bound_queues: Set<String>
        var may_enqueue: Set<String>
        var queue_limit: Int
        var blob_limit: Int
    }

    struct Fill: Decodable, Sendable {
        var member: String
        var bytes: Int
    }

    struct Step: Decodable, Sendable {
        var call: String?
        var request: JSONValue?
        var request_text: String?
        var fill: Fill?
        var body: Data?
        var status: String?
        var code: String?
        var reply: JSONValue?
        var reply_body: Data?
        var advance_ms: Int?
        var queued: JSONValue?
    }

    struct Case: Decodable, Sendable, CustomStringConvertible {
        var name: String
        var steps: [Step]
        var description: String { name }
    }

    var setup: Setup
    var job: [String: String]
    var cases: [Case]

    static func load() throws -> ServiceVectors {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "service-vectors.json")
        return try JSONDecoder().decode(ServiceVectors.self, from: Data(contentsOf: file))
    }
}

extension ServiceVectors.Step {
    /// The bytes that `call` is given.
    var requestBytes: [UInt8] {
        if let request_text { return Array(request_text.utf8) }
        guard case .object(var members)? = request else { return [] }
        var body = body
        if let fill {
            let zeros = Data(count: fill.bytes)
            if fill.member == "body" {
                body = zeros
            } else {
                members[fill.member] = .string(zeros.base64EncodedString())
            }
        }
        return Array(JSONValue.object(members).text.utf8) + (body.map { [0x0A] + Array($0) } ?? [])
    }

    var expectedStatus: proctor_status {
        switch status {
        case nil, "OK": PROCTOR_OK
        case "RETRY": PROCTOR_RETRY
        case "REJECT": PROCTOR_REJECT
        default: PROCTOR_FATAL
        }
    }

    /// What is wrong with an answer, as a sentence; nil when it is right.
    func complaint(about answer: ServiceReply?) -> String? {
        guard let answer else { return "there is no such service" }
        let said = String(decoding: answer.bytes, as: UTF8.self)
        guard answer.status == expectedStatus else { return "status \(answer.status): \(said)" }
        let head = answer.bytes.prefix { $0 != 0x0A }
        guard let document = try? JSONValue(parsing: Array(head)) else { return "no JSON: \(said)" }
        if let code {
            guard document["code"] == .string(code), case .string(let message)? = document["message"], !message.isEmpty
            else { return "refused with \(said)" }
            return nil
        }
        guard let reply, Self.matches(document, reply) else { return "answered \(said)" }
        let body = head.count < answer.bytes.count ? Data(answer.bytes[(head.endIndex + 1)...]) : nil
        return body == reply_body ? nil : "another body than expected"
    }

    private static func matches(_ found: JSONValue, _ expected: JSONValue) -> Bool {
        switch (found, expected) {
        case (.string(let text), .string("*")): !text.isEmpty
        case (.object(let found), .object(let expected)):
            found.count == expected.count
                && expected.allSatisfy { name, value in found[name].map { matches($0, value) } ?? false }
        default: found == expected
        }
    }

    /// What is wrong with the job that was put last; nil when it is right.
    func complaint(about job: MemoryJob?) -> String? {
        guard let job, let queued else { return "no job is there" }
        let found: JSONValue = [
            "queue": .string(job.queue), "id": .string(job.id),
            "payload": .string(Data(job.payload).base64EncodedString()), "priority": .integer(job.priority),
            "delay_ms": .integer(Int(job.delay / .milliseconds(1))),
            "subject": job.subject.map { .string($0) } ?? .null,
        ]
        guard case .object(var expected) = queued, case .object(let headers)? = expected.removeValue(forKey: "headers")
        else { return "the step names no headers" }
        for (name, value) in headers where job.headers[name].map(JSONValue.string) != value {
            return "the header \(name) is \(job.headers[name] ?? "missing")"
        }
        return found == .object(expected) ? nil : "found \(found.text)"
    }
}
