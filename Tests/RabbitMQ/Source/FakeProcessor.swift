import CPluginABI
import HostConfiguration
import HostDispatch
import HostObservability
import Logging

/// What a job is to the handler of a test.
struct FakeJob: Sendable {
    let id: String
    let operation: String
    let attempt: UInt32
    let payload: [UInt8]
    let headers: [String: String]
    /// Until when it may run, on the monotonic clock; 0: no limit.
    let deadline: UInt64

    var text: String { String(decoding: payload, as: UTF8.self) }
}

/// How the handler of a test ends a job.
struct FakeAnswer: Sendable {
    var status = PROCTOR_OK
    var payload: [UInt8] = []
    var mediaType = ""
    var headers: [(String, String)] = []
    var pieces: [[UInt8]] = []
    var code = ""
    var retryAfter: UInt64 = 0

    static let ok = FakeAnswer()
    static let retry = FakeAnswer(status: PROCTOR_RETRY, code: "test.retry")
    static let reject = FakeAnswer(status: PROCTOR_REJECT, code: "test.reject")
}

/// A processor without an image, in this process: its operation is a closure, which is run on the workers of a real
/// generation.
final class FakeProcessor: @unchecked Sendable {  // `host` is set in create, before any job
    typealias Handler = @Sendable (FakeJob) -> FakeAnswer

    /// Answers each job with its own payload.
    static let echo: Handler = { FakeAnswer(payload: $0.payload, mediaType: "application/json") }

    private let handler: Handler
    private var host: UnsafePointer<proctor_host>?

    private init(_ handler: @escaping Handler) { self.handler = handler }

    /// A started generation. It stays until the process ends, as generations do.
    static func generation(
        concurrency: Int = 2, queue: Int = 4096, timeout: Duration? = nil, number: UInt32 = 1,
        statistics: ProcessorStatistics? = nil, _ handler: @escaping Handler
    ) -> Generation {
        let processor = FakeProcessor(handler)
        var table = proctor_plugin()
        table.magic = PROCTOR_MAGIC
        table.struct_size = UInt32(MemoryLayout<proctor_plugin>.size)
        table.create = createFake
        table.start = { _, _ in PROCTOR_OK }
        table.submit = submitFake
        table.cancel = { _, _ in }
        table.stop = { _ in }
        table.destroy = { _ in }
        let generation = Generation(
            number: number, processor: "fake", plugin: "fake", pluginVersion: "1", imageHash: "", table: table,
            limits: JobLimits(concurrency: concurrency, queue: queue, timeout: timeout), needs: [],
            statistics: statistics ?? ProcessorStatistics(processor: "fake"), services: NoServices(),
            registry: MetricRegistry(), timeKeeper: TimeKeeper(), log: silent, onBroken: { _ in })
        // The address goes through the configuration: a C function has no other way to its own closure.
        let address = UInt(bitPattern: Unmanaged.passRetained(processor).toOpaque())
        guard case .success = generation.create(config: Array(String(address).utf8)),
            case .success = generation.start()
        else { preconditionFailure("the fake starts") }
        return generation
    }

    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    fileprivate func hold(_ host: UnsafePointer<proctor_host>?) { self.host = host }

    fileprivate func run(_ job: proctor_job) {
        guard let host else { return }
        let headers = UnsafeBufferPointer(start: job.headers, count: Int(job.header_count))
        let answer = handler(
            FakeJob(
                id: text(job.id), operation: text(job.operation), attempt: job.attempt,
                payload: Array(UnsafeRawBufferPointer(start: job.payload.data, count: job.payload.size)),
                headers: headers.reduce(into: [:]) { $0[text($1.name)] = text($1.value) }, deadline: job.deadline_ns))
        let context = host.pointee.`self`
        for piece in answer.pieces {
            _ = piece.withUnsafeBytes {
                host.pointee.emit(context, job.token, proctor_bytes(data: $0.baseAddress, size: $0.count))
            }
        }
        var error = proctor_error()
        error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
        error.retry_after_ns = answer.retryAfter
        withUnsafeMutableBytes(of: &error.code) { $0.copyBytes(from: answer.code.utf8.prefix(63)) }
        withUnsafeMutableBytes(of: &error.message) { $0.copyBytes(from: "the test says so".utf8) }
        complete(answer, error, job.token, host)
    }

    private func complete(
        _ answer: FakeAnswer, _ error: proctor_error, _ token: UInt64, _ host: UnsafePointer<proctor_host>
    ) {
        // One block for all texts: pointers into arrays last for one closure only.
        var block = answer.payload + Array(answer.mediaType.utf8)
        for (name, value) in answer.headers { block += Array(name.utf8) + Array(value.utf8) }
        block.withUnsafeBytes { bytes in
            var offset = 0
            func next(_ count: Int) -> proctor_bytes {
                defer { offset += count }
                return proctor_bytes(data: bytes.baseAddress.map { $0 + offset }, size: count)
            }
            var result = proctor_result()
            result.struct_size = UInt32(MemoryLayout<proctor_result>.size)
            result.status = answer.status
            result.payload = next(answer.payload.count)
            result.media_type = next(answer.mediaType.utf8.count)
            let headers = answer.headers.map { name, value in
                proctor_header(name: next(name.utf8.count), value: next(value.utf8.count))
            }
            withUnsafePointer(to: error) { error in
                headers.withUnsafeBufferPointer { headers in
                    result.error = answer.status == PROCTOR_OK ? nil : error
                    result.headers = headers.baseAddress
                    result.header_count = UInt64(headers.count)
                    host.pointee.complete(host.pointee.`self`, token, &result)
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

private func createFake(
    _ host: UnsafePointer<proctor_host>?, _ config: proctor_bytes,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<proctor_error>?
) -> proctor_status {
    let text = String(decoding: UnsafeRawBufferPointer(start: config.data, count: config.size), as: UTF8.self)
    guard let address = UInt(text), let pointer = UnsafeMutableRawPointer(bitPattern: address) else {
        return PROCTOR_FATAL
    }
    Unmanaged<FakeProcessor>.fromOpaque(pointer).takeUnretainedValue().hold(host)
    out?.pointee = OpaquePointer(pointer)
    return PROCTOR_OK
}

private func submitFake(
    _ instance: OpaquePointer?, _ job: UnsafePointer<proctor_job>?, _ error: UnsafeMutablePointer<proctor_error>?
) -> proctor_status {
    guard let instance, let job else { return PROCTOR_FATAL }
    Unmanaged<FakeProcessor>.fromOpaque(UnsafeRawPointer(instance)).takeUnretainedValue().run(job.pointee)
    return PROCTOR_OK
}
