import Glibc
import PluginSDK

/// A plugin as one in C might be written: each operation breaks one rule.
enum MisbehavingTable {
    nonisolated(unsafe) private static let table: UnsafePointer<proctor_plugin> = make()  // never written again

    static func entry() -> UnsafePointer<proctor_plugin> { table }

    static func make(_ change: (inout proctor_plugin) -> Void = { _ in }) -> UnsafePointer<proctor_plugin> {
        var table = proctor_plugin()
        table.magic = PROCTOR_MAGIC
        table.struct_size = UInt32(MemoryLayout<proctor_plugin>.size)
        table.abi_major = UInt16(PROCTOR_ABI_MAJOR)
        table.abi_minor = UInt16(PROCTOR_ABI_MINOR)
        table.id = immortal("org.example.bad")
        table.version = immortal("1.0.0")
        table.manifest = immortal(
            """
            {"id":"org.example.bad","version":"1.0.0","operations":[{"name":"bad.twice","input":{},"output":{}}],
             "settings":{"type":"object","additionalProperties":false,"properties":{"n":{"type":"integer"}}}}
            """)
        table.validate = { _, _ in PROCTOR_OK }
        table.create = { host, _, out, _ in
            out?.pointee = OpaquePointer(UnsafeMutableRawPointer(mutating: UnsafeRawPointer(host)))
            return PROCTOR_OK
        }
        table.start = { _, _ in PROCTOR_OK }
        table.submit = misbehave
        table.cancel = { _, _ in }
        table.stop = { _ in }
        table.destroy = { _ in }
        change(&table)
        let memory = UnsafeMutablePointer<proctor_plugin>.allocate(capacity: 1)
        memory.initialize(to: table)
        return UnsafePointer(memory)
    }

    static func immortal(_ text: String) -> proctor_bytes {
        let bytes = Array(text.utf8)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        memory.copyBytes(from: bytes)
        return proctor_bytes(data: memory.baseAddress, size: bytes.count)
    }
}

/// The instance is the host's own table: there is nothing else to remember.
private func misbehave(
    _ instance: OpaquePointer?, _ job: UnsafePointer<proctor_job>?, _ error: UnsafeMutablePointer<proctor_error>?
) -> proctor_status {
    guard let instance, let job = job?.pointee else { return PROCTOR_FATAL }
    let host = UnsafePointer<proctor_host>(instance).pointee
    let context = host.`self`
    func complete() {
        var result = proctor_result()
        result.struct_size = UInt32(MemoryLayout<proctor_result>.size)
        host.complete(context, job.token, &result)
    }
    let operation = UnsafeRawBufferPointer(start: job.operation.data, count: job.operation.size)
    switch String(decoding: operation, as: UTF8.self) {
    case "bad.twice":
        complete()
        complete()
    case "bad.never": break
    case "bad.header":
        var field = proctor_header(name: MisbehavingTable.immortal("Message-ID"), value: proctor_bytes())
        withUnsafePointer(to: &field) { field in
            var result = proctor_result()
            result.struct_size = UInt32(MemoryLayout<proctor_result>.size)
            result.headers = field
            result.header_count = 1
            host.complete(context, job.token, &result)
        }
    case "good.old_result":
        // As a plugin passes it that was built before headers were appended: what lies behind is not its.
        var result = proctor_result()
        result.struct_size = UInt32(MemoryLayout<proctor_result>.offset(of: \.headers) ?? 0)
        result.headers = UnsafePointer(bitPattern: 8)
        result.header_count = 3
        host.complete(context, job.token, &result)
    case "bad.stranger":
        var result = proctor_result()
        result.struct_size = UInt32(MemoryLayout<proctor_result>.size)
        host.complete(context, job.token &+ 1000, &result)
        complete()
    case "bad.refuses":
        complete()
        return PROCTOR_BUSY
    case "bad.emits_after_end":
        complete()
        _ = host.emit(context, job.token, proctor_bytes())
    case "bad.emits_after_cancel":
        while host.emit(context, job.token, proctor_bytes()) != PROCTOR_CANCELLED { sched_yield() }
        _ = host.emit(context, job.token, proctor_bytes())
        complete()
    case "bad.blocks":
        usleep(30_000)
        complete()
    default: return PROCTOR_UNSUPPORTED
    }
    return PROCTOR_OK
}
