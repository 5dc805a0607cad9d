/// The job on whose behalf a service is asked.
public struct ServiceCaller: Sendable, Equatable {
    public var tenant: String?
    public var subject: String?
    public var traceparent: String?

    public init(tenant: String? = nil, subject: String? = nil, traceparent: String? = nil) {
        self.tenant = tenant
        self.subject = subject
        self.traceparent = traceparent
    }

    init(headers: [String: String]) {
        self.init(
            tenant: headers["x-tenant-slug"], subject: headers["x-subject-id"], traceparent: headers["traceparent"])
    }
}
