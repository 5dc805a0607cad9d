import PluginSDK

/// The texts of a class that a queue asked for, as far as they are there: what was written once is not asked for again
/// when the job is tried again, and who waits can see how far it is.
struct KeptTexts: Sendable {
    struct Entry: Sendable {
        var text: ClassPiece.Student
        /// Of what it was made of: `TextTask.fingerprint`.
        var fingerprint: String
    }

    private let store: Store
    private let tenant: String
    private let prefix: String
    private let lifetime: Duration

    /// - Parameters:
    ///   - tenant: at most 255 bytes, without control characters.
    ///   - jobName: at most 200 bytes, without control characters.
    init(tenant: String, jobName: String, lifetime: Duration, job: Job) {
        store = job.host.store.of(tenant: tenant)
        self.tenant = tenant
        // With their sizes, so that no key of one job or tenant begins with another's. A key has 512 bytes; these have
        // 480 at most.
        prefix = "class/\(tenant.utf8.count):\(tenant)/\(jobName.utf8.count):\(jobName)/"
        self.lifetime = lifetime
    }

    /// By the place in the request's list; nil is the exam's commentary.
    func all() async throws -> [Int?: Entry] {
        var texts: [Int?: Entry] = [:]
        for try await kept in store.entries(prefix: prefix + "text/") {
            guard let bytes = kept.value, let entry = Self.read(bytes) else { continue }
            texts[entry.text.index] = entry
        }
        return texts
    }

    func keep(_ text: ClassPiece.Student, fingerprint: String) async throws {
        try await store.put(
            key(text.index), Self.bytes(Entry(text: text, fingerprint: fingerprint)), lifetime: lifetime,
            subject: text.studentId.map { "\(tenant)/\($0)" })
    }

    func forget(_ index: Int?) async throws { try await store.delete(key(index)) }

    func begin(total: Int) async throws {
        try await store.delete(prefix + "ended")
        try await store.put(prefix + "total", Array(String(total).utf8), lifetime: lifetime)
    }

    /// How many texts there will be; nil: nobody knows of such a job.
    func total() async throws -> Int? {
        try await store.get(prefix + "total").flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    /// The job failed for good: what is missing will not come.
    func end() async throws { try await store.put(prefix + "ended", [], lifetime: lifetime) }

    func hasEnded() async throws -> Bool { try await store.get(prefix + "ended") != nil }

    private func key(_ index: Int?) -> String { prefix + "text/" + (index.map(String.init) ?? "exam") }

    private static func bytes(_ entry: Entry) -> [UInt8] {
        let text = entry.text
        var members: [String: JSONValue] = [
            "status": .string(text.status.rawValue), "fingerprint": .string(entry.fingerprint),
        ]
        members["index"] = text.index.map { .integer($0) }
        members["studentId"] = text.studentId.map { .integer($0) }
        members["content"] = text.content.map { .string($0) }
        members["degraded"] = text.degraded.map { .bool($0) }
        members["errorCode"] = text.errorCode.map { .string($0) }
        members["errorMessage"] = text.errorMessage.map { .string($0) }
        return JSONValue.object(members).bytes
    }

    private static func read(_ bytes: [UInt8]) -> Entry? {
        guard let json = try? JSONValue(parsing: bytes), let fingerprint = json["fingerprint"]?.string,
            let status = json["status"]?.string.flatMap(ClassPiece.Status.init)
        else { return nil }
        let text = ClassPiece.Student(
            index: json["index"]?.integer, studentId: json["studentId"]?.integer, status: status,
            content: json["content"]?.string, degraded: json["degraded"].map { $0 == true },
            errorCode: json["errorCode"]?.string, errorMessage: json["errorMessage"]?.string)
        return Entry(text: text, fingerprint: fingerprint)
    }
}

extension JSONValue {
    fileprivate var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    fileprivate var string: String? { if case .string(let value) = self { value } else { nil } }
}
