import HTTPTypes

/// What travels from a request to the plugin as job headers. Credentials and signatures never do.
enum PassedHeaders {
    private static let names: [(name: HTTPField.Name, job: String)] = [
        (.contentType, "content-type"), (.contentEncoding, "content-encoding"), (.accept, "accept"),
        (.tracestate, "tracestate"), (.tenantSlug, "x-tenant-slug"), (.subjectID, "x-subject-id"),
    ]

    /// The job headers of a request: what it brought, its trace context or a new one, and its parameters.
    static func headers(of fields: HTTPFields, parameters: RequestParameters?) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        for (name, job) in names {
            if let value = fields[name] { headers.append((job, value)) }
        }
        headers.append(("traceparent", fields[.traceparent] ?? RequestIdentity.traceparent()))
        if let parameters { headers += parameters.headers }
        return headers
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let jobPriority = HTTPField.Name("X-Job-Priority")!
    static let jobDelay = HTTPField.Name("X-Job-Delay")!
    static let traceparent = HTTPField.Name("traceparent")!
    static let tracestate = HTTPField.Name("tracestate")!
    static let tenantSlug = HTTPField.Name("X-Tenant-Slug")!
    static let subjectID = HTTPField.Name("X-Subject-Id")!
    static let signature = HTTPField.Name("X-Signature")!
    static let timestamp = HTTPField.Name("X-Timestamp")!
}
