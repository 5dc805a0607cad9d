import CPluginABI
import HostConfiguration
import HostDispatch
import HostObservability
import Logging

/// What a job is to the handler of a test.
struct FixtureJob: Sendable {
    let id: String
    let attempt: UInt32
    let payload: [UInt8]
    let headers: [String: String]
}

/// How the handler of a test ends a job.
struct FixtureAnswer: Sendable {
    var status: proctor_status = PROCTOR_OK
    var payload: [UInt8] = []
    var mediaType: String?
    var pieces: [[UInt8]] = []
    var code = ""
    var retryAfter: UInt64 = 0

    static let ok = FixtureAnswer()
}

/// A processor without an image: its operation is a closure, which is run on the workers of a real generation.
final class FixtureProcessor: @unchecked Sendable {  // `host` is set in create, before any job
    typealias Handler = @Sendable (FixtureJob) -> FixtureAnswer

    private let handler: Handler
    private var host: UnsafePointer<proctor_host>?

    private init(_ handler: @escaping Handler) { self.handler = handler }

    /// A started generation. It stays until the process ends, as generations do.
    static func generation(
        concurrency: Int = 2, queue: Int = 256, number: UInt32 = 1, _ handler: @escaping Handler
    ) -> Generation {
        let box = Box(FixtureProcessor(handler))
        var table = proctor_plugin()
        table.magic = PROCTOR_MAGIC
        table.struct_size = UInt32(MemoryLayout<proctor_plugin>.size)
        table.validate = { _, _ in PROCTOR_OK }
        table.create = createFixture
        table.start = { _, _ in PROCTOR_OK }
        table.submit = submitFixture
        table.cancel = { _, _ in }
        table.stop = { _ in }
        table.destroy = { _ in }
        let generation = Generation(
            number: number, processor: "fixture", plugin: "fixture", pluginVersion: "1", imageHash: "", table: table,
            limits: JobLimits(concurrency: concurrency, queue: queue, timeout: nil), needs: [],
            statistics: ProcessorStatistics(processor: "fixture"), services: NoServices(), registry: MetricRegistry(),
            timeKeeper: TimeKeeper(), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, onBroken: { _ in })
        // The address goes through the configuration: a C function has no other way to its own closure.
        let address = UInt(bitPattern: Unmanaged.passRetained(box).toOpaque())
        guard case .success = generation.create(config: Array(String(address).utf8)),
            case .success = generation.start()
        else { preconditionFailure("the fixture starts") }
        return generation
    }

    /// A routing in which each queue leads to `generation`, and the operation `fixture/a.b` too.
    static func routing(
        _ generation: Generation, queues: [QueueBinding], number: UInt64 = 1
    ) -> RoutingSnapshot {
        let route = Route(
            operation: "a.b", mediaType: "application/json", streams: false, generation: generation)
        return RoutingSnapshot(
            number: number,
            bindings: queues.map { queue in
                BoundRoute(
                    binding: Binding(
                        source: .queue(queue), target: .operation("a.b"),
                        position: SourcePosition(file: "test", line: 1, column: 1)),
                    processor: "fixture", route: route)
            },
            operations: ["a.b": route, "fixture/a.b": route], generations: [generation])
    }

    fileprivate final class Box: Sendable {
        let processor: FixtureProcessor
        init(_ processor: FixtureProcessor) { self.processor = processor }
    }

    fileprivate func hold(_ host: UnsafePointer<proctor_host>?) { self.host = host }

    fileprivate func run(_ job: proctor_job) {
        guard let host else { return }
        let headers = UnsafeBufferPointer(start: job.headers, count: Int(job.header_count))
        let answer = handler(
            FixtureJob(
                id: text(job.id), attempt: job.attempt,
                payload: Array(UnsafeRawBufferPointer(start: job.payload.data, count: job.payload.size)),
                headers: headers.reduce(into: [:]) { $0[text($1.name)] = text($1.value) }))
        let context = host.pointee.`self`
        for piece in answer.pieces {
            let verdict = piece.withUnsafeBytes {
                host.pointee.emit(context, job.token, proctor_bytes(data: $0.baseAddress, size: $0.count))
            }
            if verdict != PROCTOR_OK { break }
        }
        var error = proctor_error()
        error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
        error.retry_after_ns = answer.retryAfter
        withUnsafeMutableBytes(of: &error.code) { $0.copyBytes(from: answer.code.utf8.prefix(63)) }
        withUnsafePointer(to: error) { error in
            answer.payload.withUnsafeBytes { payload in
                Array((answer.mediaType ?? "").utf8).withUnsafeBytes { mediaType in
                    var result = proctor_result()
                    result.struct_size = UInt32(MemoryLayout<proctor_result>.size)
                    result.status = answer.status
                    result.payload = proctor_bytes(data: payload.baseAddress, size: payload.count)
                    result.media_type = proctor_bytes(data: mediaType.baseAddress, size: mediaType.count)
                    result.error = answer.status == PROCTOR_OK ? nil : error
                    host.pointee.complete(context, job.token, &result)
                }
            }
        }
    }

    private func text(_ bytes: proctor_bytes) -> String {
        String(decoding: UnsafeRawBufferPointer(start: bytes.data, count: bytes.size), as: UTF8.self)
    }
}

private struct NoServices: HostServices {
    var names: Set<String> { [] }
    func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer(.unsupported, [])
    }
}

private func createFixture(
    _ host: UnsafePointer<proctor_host>?, _ config: proctor_bytes,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<proctor_error>?
) -> proctor_status {
    let text = String(decoding: UnsafeRawBufferPointer(start: config.data, count: config.size), as: UTF8.self)
    guard let address = UInt(text), let pointer = UnsafeMutableRawPointer(bitPattern: address) else {
        return PROCTOR_FATAL
    }
    Unmanaged<FixtureProcessor.Box>.fromOpaque(pointer).takeUnretainedValue().processor.hold(host)
    out?.pointee = OpaquePointer(pointer)
    return PROCTOR_OK
}

private func submitFixture(
    _ instance: OpaquePointer?, _ job: UnsafePointer<proctor_job>?, _ error: UnsafeMutablePointer<proctor_error>?
) -> proctor_status {
    guard let instance, let job else { return PROCTOR_FATAL }
    Unmanaged<FixtureProcessor.Box>.fromOpaque(UnsafeRawPointer(instance)).takeUnretainedValue().processor.run(
        job.pointee)
    return PROCTOR_OK
}
