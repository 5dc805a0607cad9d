import CPluginABI
import Glibc
import Synchronization

/// The host's table, wrapped once. After `close` nothing of it is touched any more, whoever still holds this.
final class HostConnection: @unchecked Sendable {  // `table` never changes, and what it points to is there until
    // `close` has returned: `use` counts itself in first
    private let table: proctor_host
    private let callers = Atomic<Int>(0)
    private let closed = Atomic<Bool>(false)
    private let serving = Atomic<Bool>(false)

    init(_ host: UnsafePointer<proctor_host>) {
        table = ABIStruct.copy(of: host, size: host.pointee.struct_size, into: proctor_host())
    }

    /// Calls `body` with the table; nil when the host is gone.
    func use<Result>(_ body: (proctor_host) -> Result) -> Result? {
        callers.add(1, ordering: .sequentiallyConsistent)
        defer { callers.subtract(1, ordering: .sequentiallyConsistent) }
        guard !closed.load(ordering: .sequentiallyConsistent) else { return nil }
        return body(table)
    }

    /// Waits for calls that are under way: they are [any] functions, which do not block.
    func close() {
        closed.store(true, ordering: .sequentiallyConsistent)
        while callers.load(ordering: .sequentiallyConsistent) > 0 { sched_yield() }
    }

    /// Services answer an instance, so that they can be called once the host has it: from `start()` on.
    var servesCalls: Bool { serving.load(ordering: .acquiring) }
    func openServices() { serving.store(true, ordering: .releasing) }

    /// The table of an extension, as far as this host has it; nil when it has none.
    func `extension`<Table: BitwiseCopyable>(_ id: String, as zeroed: Table) -> Table? {
        use { host -> Table? in
            guard let pointer = id.withCString({ host.extension?(host.self_, $0) }) else { return nil }
            let size = pointer.loadUnaligned(as: UInt32.self)  // every table begins with its struct_size
            return ABIStruct.copy(of: pointer.assumingMemoryBound(to: Table.self), size: size, into: zeroed)
        } ?? nil
    }
}

extension proctor_host {
    /// C calls it `self`.
    var self_: UnsafeMutableRawPointer? { self.`self` }
}
