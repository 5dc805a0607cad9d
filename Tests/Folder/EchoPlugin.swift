import CPluginABI
import HostDispatch
import HostObservability
import Logging

/// A processor without an image, on a real generation: answers each job with its own payload, and rejects what begins
/// with an exclamation mark.
enum EchoPlugin {
    /// A started generation, which stays until the process ends.
    static func generation() -> Generation {
        var table = proctor_plugin()
        table.magic = PROCTOR_MAGIC
        table.struct_size = UInt32(MemoryLayout<proctor_plugin>.size)
        table.create = { host, _, instance, _ in
            // The instance is the host's own table: all that an echo needs.
            instance?.pointee = host.map { OpaquePointer($0) }
            return PROCTOR_OK
        }
        table.start = { _, _ in PROCTOR_OK }
        table.submit = { instance, job, _ in
            guard let instance, let job = job?.pointee else { return PROCTOR_FATAL }
            let host = UnsafePointer<proctor_host>(instance).pointee
            let first = UnsafeRawBufferPointer(start: job.payload.data, count: job.payload.size).first
            var result = proctor_result()
            result.struct_size = UInt32(MemoryLayout<proctor_result>.size)
            result.status = first == UInt8(ascii: "!") ? PROCTOR_REJECT : PROCTOR_OK
            result.payload = job.payload
            host.complete(host.`self`, job.token, &result)
            return PROCTOR_OK
        }
        table.cancel = { _, _ in }
        table.stop = { _ in }
        table.destroy = { _ in }
        let generation = Generation(
            number: 1, processor: "echo", plugin: "echo", pluginVersion: "1", imageHash: "", table: table,
            limits: JobLimits(concurrency: 2, queue: 8, timeout: nil), needs: [],
            statistics: ProcessorStatistics(processor: "echo"), services: NoServices(), registry: MetricRegistry(),
            timeKeeper: TimeKeeper(), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, onBroken: { _ in })
        guard case .success = generation.create(config: []), case .success = generation.start() else {
            preconditionFailure("an echo starts")
        }
        return generation
    }

    private struct NoServices: HostServices {
        var names: Set<String> { [] }
        func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
            ServiceAnswer(.unsupported, [])
        }
    }
}
