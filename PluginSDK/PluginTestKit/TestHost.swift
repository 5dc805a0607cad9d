import PluginSDK
import Synchronization

/// The host of one harness: its table, and what lies behind it.
final class TestHost: @unchecked Sendable {  // the tables are written in init alone; all else guards itself
    struct Observed: Sendable {
        var logs: [LoggedLine] = []
        var metrics: [String: Double] = [:]
        var spans: [String] = []
    }

    let records: JobRecords
    let threads: TestThreads
    let table: UnsafePointer<proctor_host>
    let observed = Mutex(Observed())
    private let lendsThreads: Bool
    private let services: @Sendable (String, [UInt8], ServiceCaller) -> ServiceReply?
    private let instance = Mutex<InstancePointer?>(nil)
    private let plugin: PluginTable
    let workers: UnsafePointer<proctor_workers>
    let metrics: UnsafePointer<proctor_metrics>
    let trace: UnsafePointer<proctor_trace>

    init(
        plugin: PluginTable, limits: HarnessLimits,
        services: @escaping @Sendable (String, [UInt8], ServiceCaller) -> ServiceReply?
    ) {
        let records = JobRecords(window: limits.window)
        self.plugin = plugin
        self.records = records
        self.services = services
        lendsThreads = limits.threads > 0
        threads = TestThreads(count: max(limits.threads, 1), blockingLimit: limits.blocking) { taken in
            records.find(
                "handler.blocks",
                "A handler held its thread for \(taken), more than \(limits.blocking); suspend between its steps.")
        }
        workers = Self.immortal(TestHostTables.workers(threads: limits.threads))
        metrics = Self.immortal(TestHostTables.metrics())
        trace = Self.immortal(TestHostTables.trace())
        let table = UnsafeMutablePointer<proctor_host>.allocate(capacity: 1)
        self.table = UnsafePointer(table)
        // Never released: a plugin that misbehaves may still call when its harness is gone.
        table.initialize(to: TestHostTables.host(for: Unmanaged.passRetained(self).toOpaque()))
    }

    private static func immortal<Table>(_ value: Table) -> UnsafePointer<Table> {
        let memory = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        memory.initialize(to: value)
        return UnsafePointer(memory)
    }

    func attach(_ instance: InstancePointer?) { self.instance.withLock { $0 = instance } }

    func emit(_ token: UInt64, _ piece: [UInt8]) -> proctor_status {
        let (status, wakes) = records.emit(token, piece)
        if wakes { threads.run { self.read(token) } }
        return status
    }

    /// Reads the pieces that are there, and tells a waiting plugin.
    @discardableResult
    func read(_ token: UInt64) -> [[UInt8]] {
        let (pieces, tells) = records.takePieces(token)
        if tells, let instance = instance.withLock({ $0 }) { plugin.value.on_writable?(instance.value, token) }
        return pieces
    }

    /// Answers from another thread, as a host does.
    func call(_ token: UInt64, _ tag: UInt64, _ service: String, _ request: [UInt8]) -> proctor_status {
        guard let instance = instance.withLock({ $0 }) else { return PROCTOR_BUSY }
        let caller = records.record(token)?.caller ?? ServiceCaller()
        guard let reply = services(service, request, caller) else { return PROCTOR_UNSUPPORTED }
        if reply.isNever { return PROCTOR_OK }
        let plugin = plugin
        threads.run {
            reply.bytes.withUnsafeBytes { bytes in
                plugin.value.on_reply?(
                    instance.value, tag, reply.status, proctor_bytes(data: bytes.baseAddress, size: bytes.count))
            }
        }
        return PROCTOR_OK
    }

    func `extension`(_ id: String) -> UnsafeRawPointer? {
        switch id {
        case "proctor.workers/1": lendsThreads ? UnsafeRawPointer(workers) : nil
        case "proctor.metrics/1": UnsafeRawPointer(metrics)
        case "proctor.trace/1": UnsafeRawPointer(trace)
        default: nil
        }
    }
}

/// A line that a plugin logged.
public struct LoggedLine: Sendable, Equatable {
    public let level: Int32
    public let message: String
    /// A JSON object, or empty.
    public let fields: String
}

/// A plugin's table, copied as a host copies it: what the plugin does not have is null.
struct PluginTable: @unchecked Sendable {  // functions and immortal texts
    let value: proctor_plugin

    init(_ pointer: UnsafePointer<proctor_plugin>) {
        var copy = proctor_plugin()
        let count = min(Int(pointer.pointee.struct_size), MemoryLayout<proctor_plugin>.size)
        withUnsafeMutableBytes(of: &copy) { $0.baseAddress?.copyMemory(from: pointer, byteCount: count) }
        value = copy
    }
}

/// The plugin's own pointer, which a host only carries.
struct InstancePointer: @unchecked Sendable {  // only the plugin looks behind it
    let value: OpaquePointer
}
