import HostDispatch
import HostServiceRequests

/// `queue.put/1`.
struct QueuePut: ServiceRequest {
    /// Most headers of a job, and most bytes of one header's value.
    private static let limits = (headers: 64, value: 8_192)

    let queue: String
    let payload: [UInt8]
    let id: String?
    let headers: [(name: String, value: String)]
    let priority: Int
    let delay: Duration
    let subject: String?

    init(_ reader: RequestReader) throws {
        guard let queue = try reader.label("queue") else { throw ServiceRefusal.badRequest("\"queue\" is missing") }
        self.queue = queue
        payload = try reader.bytes("payload")
        id = try reader.label("id")
        headers = try Self.headers(reader.texts("headers") ?? [:])
        priority = Int(try reader.number("priority", in: -1_000...1_000) ?? 0)
        delay = .milliseconds(try reader.milliseconds("delay_ms", from: 0) ?? 0)
        subject = try reader.label("subject")
    }

    /// Values that cannot break out of whatever header they will stand in one day.
    private static func headers(_ texts: [String: String]) throws -> [(name: String, value: String)] {
        guard texts.count <= limits.headers else {
            throw ServiceRefusal.badRequest("\"headers\" has more than \(limits.headers) members")
        }
        for (name, value) in texts {
            let isName = name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x5F].contains($0)
            }
            guard isName, (1...128).contains(name.utf8.count) else {
                throw ServiceRefusal.badRequest("a header's name must be of lower-case letters, digits, - . _")
            }
            guard value.utf8.count <= limits.value, ServiceKey.isPrintable(value) else {
                throw ServiceRefusal.badRequest(
                    "a header's value must have at most \(limits.value) bytes and no control characters")
            }
        }
        return texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The job, on behalf of whom it is put: tenant, person and trace pass on, unless the request names them.
    func job(for caller: ServiceCaller) -> NewJob {
        var headers = headers
        func pass(_ name: String, _ value: String?) {
            guard let value, !headers.contains(where: { $0.name == name }) else { return }
            headers.append((name, value))
        }
        let subject = subject ?? headers.first { $0.name == "x-subject-id" }?.value ?? caller.subject
        pass("x-tenant-slug", caller.tenant)
        pass("x-subject-id", subject)
        pass("traceparent", caller.traceparent)
        return NewJob(
            queue: queue, id: id, payload: payload, headers: headers, priority: priority, delay: delay,
            subject: subject)
    }
}
