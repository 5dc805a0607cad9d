import CPluginABI
import HostObservability
import Logging

/// The extensions that a generation offers its plugin; allocated once and, like the generation, never freed.
struct HostExtensions: @unchecked Sendable {  // the tables are written once, in init
    let workers = UnsafeMutablePointer<proctor_workers>.allocate(capacity: 1)
    let metrics = UnsafeMutablePointer<proctor_metrics>.allocate(capacity: 1)
    let trace = UnsafeMutablePointer<proctor_trace>.allocate(capacity: 1)

    init() {
        metrics.initialize(
            to: proctor_metrics(
                struct_size: UInt32(MemoryLayout<proctor_metrics>.size), reserved: 0,
                add: hostMetricAdd, set: hostMetricSet, observe: hostMetricObserve))
        trace.initialize(
            to: proctor_trace(
                struct_size: UInt32(MemoryLayout<proctor_trace>.size), reserved: 0, span: hostTraceSpan))
    }
}

extension Generation {
    /// Fills the table that the plugin sees. Its `self` is this generation, which lives as long as the process.
    func fillHostTable() {
        let own = Unmanaged.passRetained(self).toOpaque()
        extensions.workers.initialize(
            to: proctor_workers(
                struct_size: UInt32(MemoryLayout<proctor_workers>.size), threads: UInt32(clamping: pool.limit),
                run: hostWorkersRun, current: hostWorkersCurrent))
        hostTable.initialize(
            to: proctor_host(
                struct_size: UInt32(MemoryLayout<proctor_host>.size),
                abi_major: UInt16(PROCTOR_ABI_MAJOR), abi_minor: UInt16(PROCTOR_ABI_MINOR), self: own,
                complete: hostComplete, emit: hostEmit, cancelled: hostCancelled, log: hostLog, call: hostCall,
                extension: hostExtension))
    }
}

// The functions that plugins call. They come from any thread, so they are nonisolated functions, never closures.

private func generation(_ own: UnsafeMutableRawPointer?) -> Generation? {
    own.map { Unmanaged<Generation>.fromOpaque($0).takeUnretainedValue() }
}

private func hostComplete(
    _ own: UnsafeMutableRawPointer?, _ token: UInt64, _ result: UnsafePointer<proctor_result>?
) {
    guard let generation = generation(own) else { return }
    guard let result else {
        let error = JobError(code: "plugin.no_result", message: "the plugin completed the job without a result")
        return generation.complete(
            token, status: .fatal, payload: UnsafeRawBufferPointer(start: nil, count: 0), mediaType: nil, error: error)
    }
    let known = ABIStruct.copy(of: result, size: result.pointee.struct_size, into: proctor_result())
    generation.complete(
        token, status: JobStatus(known.status), payload: known.payload.buffer,
        mediaType: known.media_type.size == 0 ? nil : known.media_type.text, error: JobError(known.error),
        headers: known.headerPairs)
}

private func hostEmit(_ own: UnsafeMutableRawPointer?, _ token: UInt64, _ piece: proctor_bytes) -> proctor_status {
    generation(own)?.emit(token, piece.buffer) ?? PROCTOR_CANCELLED
}

private func hostCancelled(_ own: UnsafeMutableRawPointer?, _ token: UInt64) -> Int32 {
    generation(own)?.isCancelled(token) ?? true ? 1 : 0
}

private func hostLog(
    _ own: UnsafeMutableRawPointer?, _ level: Int32, _ token: UInt64, _ message: proctor_bytes, _ fields: proctor_bytes
) {
    guard let generation = generation(own) else { return }
    let level: Logger.Level =
        switch level {
        case PROCTOR_LOG_TRACE: .trace
        case PROCTOR_LOG_DEBUG: .debug
        case PROCTOR_LOG_INFO: .info
        case PROCTOR_LOG_WARNING: .warning
        case PROCTOR_LOG_ERROR: .error
        default: level < PROCTOR_LOG_TRACE ? .trace : .critical
        }
    guard level >= generation.log.logLevel else { return }
    var metadata: Logger.Metadata = token == 0 ? [:] : generation.delivery(token).map(generation.logFields) ?? [:]
    if fields.size > 0 { metadata["fields"] = "\(fields.text)" }
    generation.log.log(level: level, "\(message.text)", metadata: metadata)
}

private func hostCall(
    _ own: UnsafeMutableRawPointer?, _ token: UInt64, _ tag: UInt64, _ service: proctor_bytes, _ request: proctor_bytes
) -> proctor_status {
    guard let generation = generation(own) else { return PROCTOR_FATAL }
    // Before start a plugin has no way to hear the answer, and what it asks for may not be there yet.
    guard generation.isStarted.load(ordering: .acquiring) else { return PROCTOR_BUSY }
    let name = service.text
    guard generation.services.names.contains(name) else { return PROCTOR_UNSUPPORTED }
    guard generation.needs.contains(name) || ServiceName.family(of: name).map(generation.needs.contains) ?? false else {
        generation.log.warning("a service was called that the manifest does not need", metadata: ["service": "\(name)"])
        return PROCTOR_UNSUPPORTED
    }
    let bytes = [UInt8](request.buffer)
    let delivery = token == 0 ? nil : generation.delivery(token)
    let envelope = delivery?.envelope
    let caller = ServiceCaller(
        processor: generation.processor, generation: generation.number, plugin: generation.plugin, job: envelope?.id,
        tenant: envelope?.header("x-tenant-slug"), subject: envelope?.header("x-subject-id"),
        traceparent: envelope?.header("traceparent"), deadline: delivery?.deadline.load(ordering: .relaxed) ?? 0)
    let isBegun = generation.services.begin(service: name, request: bytes, caller: caller) { [unowned generation] in
        // Through the pool: it takes nothing more once the instance is being stopped.
        let answer = $0
        generation.pool.enqueue(.host { generation.reply(tag: tag, answer) })
    }
    if isBegun { return PROCTOR_OK }
    let taken = generation.pool.enqueue(
        .host {
            generation.reply(tag: tag, generation.services.answer(service: name, request: bytes, caller: caller))
        })
    return taken ? PROCTOR_OK : PROCTOR_CANCELLED
}

private func hostExtension(_ own: UnsafeMutableRawPointer?, _ id: UnsafePointer<CChar>?) -> UnsafeRawPointer? {
    guard let generation = generation(own), let id else { return nil }
    switch String(cString: id) {
    case "proctor.workers/1": return UnsafeRawPointer(generation.extensions.workers)
    case "proctor.metrics/1": return UnsafeRawPointer(generation.extensions.metrics)
    case "proctor.trace/1": return UnsafeRawPointer(generation.extensions.trace)
    default: return nil
    }
}

private func hostWorkersRun(
    _ own: UnsafeMutableRawPointer?, _ work: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?,
    _ context: UnsafeMutableRawPointer?
) {
    guard let generation = generation(own), let work else { return }
    generation.pool.enqueue(.lent(work, context))
}

private func hostWorkersCurrent(_ own: UnsafeMutableRawPointer?) -> Int32 {
    generation(own)?.pool.isCurrent ?? false ? 1 : 0
}

/// `[a-zA-Z_][a-zA-Z0-9_]*`, as Prometheus wants it.
private func isLabel(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
    }
}

/// A plugin's series, with the processor's name on it; nil when the name is not a metric's.
private func series(_ generation: Generation, _ name: proctor_bytes, _ labels: proctor_bytes) -> MetricSeries? {
    let valid = name.buffer.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
    }
    guard name.size > 0, valid, name.buffer.first.map({ !(0x30...0x39).contains($0) }) ?? false else { return nil }
    // One label that is none would make the whole page of metrics unreadable.
    guard var parsed = LabelText.parse(labels.buffer), parsed.keys.allSatisfy(isLabel) else { return nil }
    parsed["processor"] = generation.processor
    return MetricSeries(name.text, parsed)
}

private func hostMetricAdd(
    _ own: UnsafeMutableRawPointer?, _ name: proctor_bytes, _ labels: proctor_bytes, _ amount: Double
) {
    guard let generation = generation(own), let series = series(generation, name, labels) else { return }
    generation.registry.add(series, amount)
}

private func hostMetricSet(
    _ own: UnsafeMutableRawPointer?, _ name: proctor_bytes, _ labels: proctor_bytes, _ value: Double
) {
    guard let generation = generation(own), let series = series(generation, name, labels) else { return }
    generation.registry.set(series, value)
}

private func hostMetricObserve(
    _ own: UnsafeMutableRawPointer?, _ name: proctor_bytes, _ labels: proctor_bytes, _ value: Double
) {
    guard let generation = generation(own), let series = series(generation, name, labels) else { return }
    generation.registry.observe(series, value)
}

private func hostTraceSpan(
    _ own: UnsafeMutableRawPointer?, _ token: UInt64, _ name: proctor_bytes, _ start: UInt64, _ end: UInt64,
    _ failed: Int32, _ attributes: proctor_bytes
) {
    guard let generation = generation(own), generation.log.logLevel <= .debug else { return }
    var metadata = generation.delivery(token).map(generation.logFields) ?? [:]
    metadata["span"] = "\(name.text)"
    metadata["microseconds"] = "\((end &- start) / 1_000)"
    metadata["failed"] = "\(failed != 0)"
    if attributes.size > 0 { metadata["attributes"] = "\(attributes.text)" }
    generation.log.debug("span", metadata: metadata)
}

extension proctor_result {
    /// Most headers of an answer that are looked at.
    private static var mostHeaders: UInt64 { 64 }

    /// What stands beside the answer, copied.
    fileprivate var headerPairs: [(name: String, value: String)] {
        guard header_count > 0, let headers else { return [] }
        return (0..<Int(min(header_count, Self.mostHeaders))).map { (headers[$0].name.text, headers[$0].value.text) }
    }
}
