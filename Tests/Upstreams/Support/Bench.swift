import FoundationEssentials
import HostConfiguration
import HostDispatch
import HostObservability
import HostThreads
import HostTransfers
import ScriptedServer
import Synchronization
import Testing

@testable import HostUpstreams

/// The service between a plugin and a scripted server, as a test needs it.
final class Bench: Sendable {
    let loop = TransferLoop(name: "test")
    let registry = MetricRegistry()
    let service: UpstreamService
    let server: ScriptedServer

    init(
        _ change: (inout UpstreamSettings) -> Void = { _ in },
        script: @escaping ScriptedServer.Script
    ) throws {
        server = try ScriptedServer(script)
        service = UpstreamService(loop: loop, registry: registry, second: { 1_700_000_000 })
        configure(change)
    }

    /// One upstream, `backend`, which the processor `p` may use.
    func configure(_ change: (inout UpstreamSettings) -> Void) {
        var settings = Self.settings(url: server.url)
        change(&settings)
        service.configure([settings], grants: ["p": ["backend"], "q": []])
    }

    static func settings(url: String) -> UpstreamSettings {
        var settings = UpstreamSettings(name: "backend", url: url, position: SourcePosition(file: "test"))
        settings.retry = RetryPolicy(attempts: 3, first: .milliseconds(1), most: .milliseconds(5))
        return settings
    }

    func stop() {
        loop.stop()
        server.stop()
    }

    static func caller(
        processor: String = "p", generation: UInt32 = 1, tenant: String? = nil, deadline: UInt64 = 0
    ) -> ServiceCaller {
        ServiceCaller(
            processor: processor, generation: generation, plugin: "x", job: "j", tenant: tenant,
            traceparent: "00-1-2-01", deadline: deadline)
    }

    /// The members of a request's line; `rest` are further ones, as JSON.
    static func line(
        _ exchange: Int = 1, method: String = "GET", path: String = "/", upstream: String = "backend", rest: String = ""
    ) -> String {
        let members = [
            "\"exchange\":\(exchange)", "\"upstream\":\"\(upstream)\"", "\"method\":\"\(method)\"",
            "\"path\":\"\(path)\"",
        ]
        return "{" + (members + (rest.isEmpty ? [] : [rest])).joined(separator: ",") + "}\n"
    }

    /// Begins a request; its answer is waited for at the outcome.
    func begin(
        _ service: String, _ request: String, body: [UInt8] = [], caller: ServiceCaller = Bench.caller()
    ) -> Outcome<Reply> {
        let outcome = Outcome<Reply>()
        let isBegun = self.service.begin(
            service: service, request: Array(request.utf8) + body, caller: caller
        ) { outcome.set(Reply($0)) }
        #expect(isBegun)
        return outcome
    }

    func send(
        _ request: String, body: String = "", caller: ServiceCaller = Bench.caller()
    ) throws -> Reply {
        try begin("http.send/1", request, body: Array(body.utf8), caller: caller).wait()
    }

    /// - Parameter milliseconds: that the piece may take; nil: as many as it takes.
    func read(
        _ exchange: Int = 1, within milliseconds: Int? = nil, caller: ServiceCaller = Bench.caller()
    ) -> Outcome<Reply> {
        let time = milliseconds.map { ",\"timeout_ms\":\($0)" } ?? ""
        return begin("http.read/1", "{\"exchange\":\(exchange)\(time)}", caller: caller)
    }

    func close(_ exchange: Int = 1, caller: ServiceCaller = Bench.caller()) throws -> Reply {
        try begin("http.close/1", "{\"exchange\":\(exchange)}", caller: caller).wait()
    }

    func counted(_ status: String) -> Double {
        registry.value(
            MetricSeries("proctor_upstream_requests_total", ["upstream": "backend", "status": status])) ?? 0
    }

    func value(_ name: String) -> Double { registry.value(MetricSeries(name, ["upstream": "backend"])) ?? 0 }
}

/// A service's answer, taken apart.
struct Reply: Sendable {
    private struct Line: Decodable {
        var status: Int?
        var headers: [[String]]?
        var code: String?
        var message: String?
    }

    let status: JobStatus
    let payload: [UInt8]

    init(_ answer: ServiceAnswer) {
        status = answer.status
        payload = answer.payload
    }

    private var line: Line? {
        let first = payload.prefix { $0 != UInt8(ascii: "\n") }
        return try? JSONDecoder().decode(Line.self, from: Data(first))
    }

    /// The HTTP status.
    var http: Int? { line?.status }
    var code: String? { line?.code }
    var message: String { line?.message ?? "" }
    var headers: [[String]] { line?.headers ?? [] }
    /// Behind the first line.
    var body: String {
        payload.firstIndex(of: UInt8(ascii: "\n")).map { String(decoding: payload[($0 + 1)...], as: UTF8.self) } ?? ""
    }
    var text: String { String(decoding: payload, as: UTF8.self) }
}

/// Waits for what a callback brings.
final class Outcome<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let gate = Gate()

    func set(_ new: Value) {
        value.withLock { $0 = new }
        gate.open()
    }

    var isThere: Bool { value.withLock { $0 != nil } }

    func wait(_ timeout: Duration = .seconds(20)) throws -> Value {
        try #require(gate.wait(timeout), "nothing came within \(timeout)")
        return try #require(value.withLock { $0 })
    }
}
