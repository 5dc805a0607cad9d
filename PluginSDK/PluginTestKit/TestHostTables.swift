import PluginSDK

/// The tables of C functions that a harness shows to a plugin.
enum TestHostTables {
    static func host(for context: UnsafeMutableRawPointer) -> proctor_host {
        var table = proctor_host()
        table.struct_size = UInt32(MemoryLayout<proctor_host>.size)
        table.abi_major = UInt16(PROCTOR_ABI_MAJOR)
        table.abi_minor = UInt16(PROCTOR_ABI_MINOR)
        table.`self` = context
        table.complete = hostComplete
        table.emit = hostEmit
        table.cancelled = hostCancelled
        table.log = hostLog
        table.call = hostCall
        table.extension = hostExtension
        return table
    }

    static func workers(threads: Int) -> proctor_workers {
        var table = proctor_workers()
        table.struct_size = UInt32(MemoryLayout<proctor_workers>.size)
        table.threads = UInt32(clamping: threads)
        table.run = workersRun
        table.current = workersCurrent
        return table
    }

    static func metrics() -> proctor_metrics {
        var table = proctor_metrics()
        table.struct_size = UInt32(MemoryLayout<proctor_metrics>.size)
        table.add = metricsAdd
        table.set = metricsSet
        table.observe = metricsSet
        return table
    }

    static func trace() -> proctor_trace {
        var table = proctor_trace()
        table.struct_size = UInt32(MemoryLayout<proctor_trace>.size)
        table.span = traceSpan
        return table
    }
}

private func host(_ context: UnsafeMutableRawPointer?) -> TestHost? {
    context.map { Unmanaged<TestHost>.fromOpaque($0).takeUnretainedValue() }
}

private func hostComplete(
    _ context: UnsafeMutableRawPointer?, _ token: UInt64, _ result: UnsafePointer<proctor_result>?
) {
    guard let result else { return }
    host(context)?.records.complete(token, HarnessAnswer(result))
}

private func hostEmit(_ context: UnsafeMutableRawPointer?, _ token: UInt64, _ piece: proctor_bytes) -> proctor_status {
    host(context)?.emit(token, piece.array) ?? PROCTOR_CANCELLED
}

private func hostCancelled(_ context: UnsafeMutableRawPointer?, _ token: UInt64) -> Int32 {
    host(context)?.records.record(token)?.isCancelled == true ? 1 : 0
}

private func hostLog(
    _ context: UnsafeMutableRawPointer?, _ level: Int32, _ token: UInt64, _ message: proctor_bytes,
    _ fields: proctor_bytes
) {
    let line = LoggedLine(level: level, message: message.text, fields: fields.text)
    host(context)?.observed.withLock { $0.logs.append(line) }
}

private func hostCall(
    _ context: UnsafeMutableRawPointer?, _ token: UInt64, _ tag: UInt64, _ service: proctor_bytes,
    _ request: proctor_bytes
) -> proctor_status {
    host(context)?.call(token, tag, service.text, request.array) ?? PROCTOR_UNSUPPORTED
}

private func hostExtension(_ context: UnsafeMutableRawPointer?, _ id: UnsafePointer<CChar>?) -> UnsafeRawPointer? {
    guard let id else { return nil }
    return host(context)?.extension(String(cString: id))
}

/// A pointer that only its plugin looks behind, on its way to another thread.
private struct WorkContext: @unchecked Sendable {
    let function: @convention(c) (UnsafeMutableRawPointer?) -> Void
    let context: UnsafeMutableRawPointer?
}

private func workersRun(
    _ context: UnsafeMutableRawPointer?, _ function: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?,
    _ argument: UnsafeMutableRawPointer?
) {
    guard let function else { return }
    let work = WorkContext(function: function, context: argument)
    host(context)?.threads.run { work.function(work.context) }
}

private func workersCurrent(_ context: UnsafeMutableRawPointer?) -> Int32 {
    host(context)?.threads.isCurrent == true ? 1 : 0
}

private func metricsAdd(
    _ context: UnsafeMutableRawPointer?, _ name: proctor_bytes, _ labels: proctor_bytes, _ amount: Double
) {
    let key = name.text + labels.text
    host(context)?.observed.withLock { $0.metrics[key, default: 0] += amount }
}

private func metricsSet(
    _ context: UnsafeMutableRawPointer?, _ name: proctor_bytes, _ labels: proctor_bytes, _ value: Double
) {
    let key = name.text + labels.text
    host(context)?.observed.withLock { $0.metrics[key] = value }
}

private func traceSpan(
    _ context: UnsafeMutableRawPointer?, _ token: UInt64, _ name: proctor_bytes, _ start: UInt64, _ end: UInt64,
    _ failed: Int32, _ attributes: proctor_bytes
) {
    let name = name.text
    host(context)?.observed.withLock { $0.spans.append(name) }
}
