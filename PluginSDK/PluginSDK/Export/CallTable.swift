import CPluginABI

// The functions that the table points to: nonisolated, because any thread of the host calls them.

func validateConfiguration(
    _ slot: Int, _ configuration: proctor_bytes, _ error: UnsafeMutablePointer<proctor_error>?
) -> proctor_status {
    guard let plugin = ExportRegistry.shared.plugin(inSlot: slot) else { return PROCTOR_UNSUPPORTED }
    return report(to: error) { try plugin.validate(configuration.buffer) }
}

/// The host gets a reference of its own to the instance; `destroyInstance` takes it back.
func createInstance(
    _ slot: Int, _ host: UnsafePointer<proctor_host>?, _ configuration: proctor_bytes,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<proctor_error>?
) -> proctor_status {
    guard let plugin = ExportRegistry.shared.plugin(inSlot: slot), let host, let out else { return PROCTOR_UNSUPPORTED }
    return report(to: error) {
        let instance = try plugin.create(host, configuration.buffer)
        out.pointee = OpaquePointer(Unmanaged.passRetained(instance).toOpaque())
    }
}

func startInstance(_ instance: OpaquePointer?, _ error: UnsafeMutablePointer<proctor_error>?) -> proctor_status {
    guard let instance = borrowed(instance) else { return PROCTOR_FATAL }
    return report(to: error) { try instance.start() }
}

func submitJob(
    _ instance: OpaquePointer?, _ job: UnsafePointer<proctor_job>?, _ error: UnsafeMutablePointer<proctor_error>?
) -> proctor_status {
    guard let instance = borrowed(instance), let job else { return PROCTOR_FATAL }
    let copy = ABIStruct.copy(of: job, size: job.pointee.struct_size, into: proctor_job())
    return report(to: error) { try instance.submit(copy) }
}

func cancelJob(_ instance: OpaquePointer?, _ token: UInt64) {
    borrowed(instance)?.cancel(token)
}

func openStream(_ instance: OpaquePointer?, _ token: UInt64) {
    borrowed(instance)?.streamIsWritable(token)
}

func deliverReply(_ instance: OpaquePointer?, _ tag: UInt64, _ status: proctor_status, _ reply: proctor_bytes) {
    borrowed(instance)?.reply(tag, status, reply.buffer)
}

func stopInstance(_ instance: OpaquePointer?) {
    borrowed(instance)?.stop()
}

func destroyInstance(_ instance: OpaquePointer?) {
    guard let instance else { return }
    Unmanaged<Instance>.fromOpaque(UnsafeRawPointer(instance)).takeRetainedValue().close()
}

private func borrowed(_ instance: OpaquePointer?) -> Instance? {
    instance.map { Unmanaged<Instance>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
}

/// Nothing that Swift throws crosses into C.
private func report(to target: UnsafeMutablePointer<proctor_error>?, _ body: () throws -> Void) -> proctor_status {
    do {
        try body()
        return PROCTOR_OK
    } catch {
        let failure = Failure(error, jobCancelled: false)
        ABIError.write(failure, to: target)
        return failure.status
    }
}
