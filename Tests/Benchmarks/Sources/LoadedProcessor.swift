import Glibc
import HostDispatch
import HostImages
import HostObservability
import Logging

/// One processor with the limits that plugins.yaml gives by default, made and published as the reload engine does it,
/// with no source in front. Only the probe in a child is left out: these images are the benchmark's own.
final class LoadedProcessor: Sendable {
    let router = JobRouter()
    private let generation: Generation

    /// - Parameters:
    ///   - number: unique in the process.
    ///   - images: the folder for the private copy of the image.
    ///   - loader: the one of the process.
    ///   - concurrency: jobs at once.
    init(
        file: String, operation: String, number: UInt32, images: ImageStore, loader: ImageLoader,
        concurrency: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    ) throws {
        let image = try loader.load(images.stage(file))
        let log = Logger(label: "benchmark") { StandardErrorLog(label: $0, format: .human, level: .warning) }
        generation = Generation(
            number: number, processor: image.id, plugin: image.id, pluginVersion: image.version, imageHash: image.hash,
            table: image.table,
            limits: JobLimits(concurrency: concurrency, queue: 256, timeout: .seconds(60)),
            needs: [], statistics: ProcessorStatistics(processor: image.id), services: NoServices(),
            registry: MetricRegistry(), timeKeeper: TimeKeeper(), log: log, onBroken: { _ in })
        try generation.create(config: Array("{}".utf8)).get()
        try generation.start().get()
        let route = Route(
            operation: operation, mediaType: "application/json", streams: false, generation: generation)
        router.publish(RoutingSnapshot(number: 1, operations: [operation: route], generations: [generation]))
    }

    /// Ends the processor; no job may be open.
    func close() {
        generation.stop()
        generation.destroy()
    }
}

/// A plugin that is measured needs nothing of its host.
private struct NoServices: HostServices {
    var names: Set<String> { [] }

    func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer(.unsupported, [])
    }
}
