/// What plugins may ask the host for by name, through the ABI's one `call`.
public protocol HostServices: Sendable {
    /// The services there are: `["host.info/1"]`. What a manifest `needs` and is not here is refused before start.
    var names: Set<String> { get }
    /// Answers one request. Runs on a thread of the calling processor's pool and may block.
    func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer
    /// Begins a request that waits for the network, without holding a thread; `reply` is called once, from any thread.
    /// Called on whatever thread the plugin calls from: must not block.
    ///
    /// - Returns: false for a service that is answered by ``answer(service:request:caller:)``; `reply` is then not kept.
    func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool
}

extension HostServices {
    public func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool { false }

    /// Whether a manifest's need can be met: one service by its name, `store.get/1`, or a family, `store/1`.
    public func offers(_ need: String) -> Bool {
        names.contains(need) || names.contains { ServiceName.family(of: $0) == need }
    }
}

/// The names of services.
enum ServiceName {
    /// `store/1` for `store.get/1`.
    static func family(of name: String) -> String? {
        guard let dot = name.firstIndex(of: "."), let slash = name.lastIndex(of: "/"), dot < slash else { return nil }
        return String(name[..<dot]) + String(name[slash...])
    }
}

/// Who asks: for permission, quota and tracing.
public struct ServiceCaller: Sendable {
    public let processor: String
    public let generation: UInt32
    public let plugin: String
    /// The job on whose behalf it asks, if any: whose data it is and about whom.
    public let job: String?
    public let tenant: String?
    public let subject: String?
    public let traceparent: String?
    /// Until when the job may run, on the monotonic clock; 0: no limit.
    public let deadline: UInt64

    public init(
        processor: String, generation: UInt32, plugin: String, job: String? = nil, tenant: String? = nil,
        subject: String? = nil, traceparent: String? = nil, deadline: UInt64 = 0
    ) {
        self.processor = processor
        self.generation = generation
        self.plugin = plugin
        self.job = job
        self.tenant = tenant
        self.subject = subject
        self.traceparent = traceparent
        self.deadline = deadline
    }
}

/// A service's answer, whose status the plugin sees as it is.
public struct ServiceAnswer: Sendable {
    public var status: JobStatus
    public var payload: [UInt8]

    public init(_ status: JobStatus, _ payload: [UInt8]) {
        self.status = status
        self.payload = payload
    }
}

/// Services by name alone, for a look at a configuration: nothing answers.
public struct ServiceOffer: HostServices {
    public let names: Set<String>

    public init(names: Set<String>) { self.names = names }

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer(.unsupported, [])
    }
}
