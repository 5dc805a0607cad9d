import Glibc
public import HostConfiguration
public import HostDispatch
public import HostObservability
import HostServiceRequests
import HostThreads
public import HostTransfers
import Synchronization

/// The services `http.*/1`: requests of plugins to named outside services. The host adds the credentials, tries again,
/// and keeps to the limits, which hold for this host; the plugin sees no credentials. Of the address it hears host and
/// port, in the message of a failure.
public final class UpstreamService: HostServices {
    public static let offered: Set = ["http.send/1", "http.open/1", "http.read/1", "http.close/1"]

    private let directory = Guarded(UpstreamDirectory())
    private let desk: ExchangeDesk

    /// - Parameters:
    ///   - loop: sends the requests; whoever made it stops it.
    ///   - registry: gets `proctor_upstream_requests_total{upstream,status}`,
    ///     `proctor_upstream_duration_seconds{upstream}` (until the answer is there, a stream's until its head),
    ///     `proctor_upstream_retries_total{upstream}`, `proctor_upstream_in_flight{upstream}` and
    ///     `proctor_upstream_circuit_open{upstream}`.
    ///   - second: the time of signatures, in seconds since 1970-01-01T00:00:00Z.
    public init(
        loop: TransferLoop, registry: MetricRegistry, second: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
    ) {
        desk = ExchangeDesk(loop: loop, metrics: UpstreamMetrics(registry: registry), second: second)
    }

    /// Takes over a configuration; requests under way end as they began. From any thread.
    ///
    /// - Parameter grants: the upstreams that each processor may use.
    public func configure(_ upstreams: [UpstreamSettings], grants: [String: Set<String>]) {
        let directory = directory.withLock { directory in
            directory = UpstreamDirectory(upstreams, grants: grants, after: directory)
            return directory
        }
        _ = desk.loop.run { [desk] in desk.configure(directory.all) }
    }

    /// Closes all exchanges of a generation that has ended: what waits is answered as cancelled. From any thread.
    public func end(generation: UInt32, of processor: String) {
        _ = desk.loop.run { [desk] in desk.close { $0.processor == processor && $0.generation == generation } }
    }

    public var names: Set<String> { Self.offered }

    /// Blocks until the answer is there: for callers that cannot wait otherwise.
    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        let gate = Gate()
        let answer = Mutex(ServiceAnswer(.unsupported, []))
        let isBegun = begin(service: service, request: request, caller: caller) { new in
            answer.withLock { $0 = new }
            gate.open()
        }
        if isBegun { gate.wait() }
        return answer.withLock { $0 }
    }

    public func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool {
        guard names.contains(service) else { return false }
        do {
            let work = try work(service, request, caller, reply)
            if !desk.loop.run(work) { reply(ServiceRefusal.stopped.answer) }
        } catch let refusal as ServiceRefusal {
            reply(refusal.answer)
        } catch {
            reply(ServiceRefusal.badRequest("the request cannot be read").answer)
        }
        return true
    }

    /// Checks a request on the calling thread.
    ///
    /// - Returns: what is then to be done on the loop's.
    private func work(
        _ service: String, _ request: [UInt8], _ caller: ServiceCaller,
        _ reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) throws -> @Sendable () -> Void {
        switch service {
        case "http.read/1":
            let line = try RequestReader.read(ReadRequest.self, from: request)
            let key = ExchangeKey(caller, line.exchange)
            return { [desk] in desk.read(key, within: line.timeout, reply: reply) }
        case "http.close/1":
            let key = ExchangeKey(caller, try RequestReader.read(ExchangeNumber.self, from: request).value)
            return { [desk] in
                desk.close(key)
                reply(ServiceAnswer(.ok, ReplyDocument().bytes))
            }
        default:
            let frame = try FramedRequest(request)
            let line = try RequestReader.read(ExchangeRequest.self, from: frame.line)
            let upstream = try directory.withLock { $0 }.upstream(line.upstream, for: caller.processor)
            let prepared = try PreparedExchange(
                line, body: Array(frame.content), upstream: upstream, caller: caller)
            return { [desk] in desk.begin(prepared, isStream: service == "http.open/1", reply: reply) }
        }
    }
}
