public import HostDispatch
public import HostObservability
import HostThreads

/// All services of a host under one roof, found by name. Each call is counted and timed here, whoever answers it.
public struct ServiceDirectory: HostServices {
    private let parts: [String: any HostServices]
    private let registry: MetricRegistry

    public let names: Set<String>

    /// - Parameters:
    ///   - parts: their names must differ; of two with one name the first answers.
    ///   - registry: gets `proctor_service_calls_total{service,processor,status}` and
    ///     `proctor_service_duration_seconds{service}`.
    public init(_ parts: [any HostServices], registry: MetricRegistry) {
        var byName: [String: any HostServices] = [:]
        for part in parts {
            for name in part.names where byName[name] == nil { byName[name] = part }
        }
        self.parts = byName
        self.registry = registry
        names = Set(byName.keys)
    }

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        // An unknown name makes no series: it may be anything.
        guard let part = parts[service] else { return ServiceAnswer(.unsupported, []) }
        let start = MonotonicClock.now()
        let answer = part.answer(service: service, request: request, caller: caller)
        count(service, caller, answer, since: start)
        return answer
    }

    public func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool {
        guard let part = parts[service] else { return false }
        let start = MonotonicClock.now()
        return part.begin(service: service, request: request, caller: caller) { answer in
            count(service, caller, answer, since: start)
            reply(answer)
        }
    }

    private func count(_ service: String, _ caller: ServiceCaller, _ answer: ServiceAnswer, since start: UInt64) {
        let seconds = Double(MonotonicClock.now() &- start) / 1e9
        registry.add(
            MetricSeries(
                "proctor_service_calls_total",
                ["service": service, "processor": caller.processor, "status": answer.status.rawValue]))
        registry.observe(MetricSeries("proctor_service_duration_seconds", ["service": service]), seconds)
    }
}
