import CPluginABI
import Synchronization

/// Gives the table of C functions through which a host drives this plugin. The same table at every call, made at the
/// first one; any thread. To be called by the image's entry and by tests:
///
///     @c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(Curve.self) }
public func export<Exported: Plugin>(_ plugin: Exported.Type) -> UnsafePointer<proctor_plugin> {
    ExportRegistry.shared.table(of: plugin)
}

/// A plugin type without its type: what the C functions call.
struct ExportedPlugin: Sendable {
    let type: ObjectIdentifier
    let table: ExportTable
    let validate: @Sendable (UnsafeRawBufferPointer) throws -> Void
    let create: @Sendable (UnsafePointer<proctor_host>, UnsafeRawBufferPointer) throws -> Instance
}

/// The plugins of this image: one in a .so; several where tests of several are linked together.
final class ExportRegistry: Sendable {
    static let shared = ExportRegistry()

    private let plugins = Mutex<[ExportedPlugin]>([])

    func table<Exported: Plugin>(of type: Exported.Type) -> UnsafePointer<proctor_plugin> {
        plugins.withLock { plugins in
            if let known = plugins.first(where: { $0.type == ObjectIdentifier(type) }) { return known.table.pointer }
            let made = Self.make(type, slot: exportSlots.indices.contains(plugins.count) ? plugins.count : nil)
            plugins.append(made)
            return made.table.pointer
        }
    }

    func plugin(inSlot slot: Int) -> ExportedPlugin? {
        plugins.withLock { $0.indices.contains(slot) ? $0[slot] : nil }
    }

    private static func make<Exported: Plugin>(_ type: Exported.Type, slot: Int?) -> ExportedPlugin {
        let manifest = Exported.manifest
        let document = ManifestDocument(manifest)
        @Sendable func refuseProblems() throws {
            guard !document.problems.isEmpty else { return }
            throw Failure(
                status: PROCTOR_REJECT, code: "manifest.problems", message: document.problems.joined(separator: " "))
        }
        return ExportedPlugin(
            type: ObjectIdentifier(type),
            table: ExportTable(
                id: manifest.id, version: manifest.version, manifest: document.json.text,
                maxConcurrency: UInt32(clamping: manifest.maxConcurrency), slot: slot),
            validate: { bytes in
                try refuseProblems()
                _ = try Exported.Configuration.decode(bytes)
            },
            create: { host, bytes in
                try refuseProblems()
                let settings = try Exported.Configuration.decode(bytes)
                return try Instance.make(type, settings: settings, host: host)
            })
    }
}

/// The C struct of one plugin type, and the texts in it; never freed, because the host may keep it as long as the
/// process lives.
struct ExportTable: @unchecked Sendable {  // written here and nowhere else
    let pointer: UnsafePointer<proctor_plugin>

    init(id: String, version: String, manifest: String, maxConcurrency: UInt32, slot: Int?) {
        var table = proctor_plugin()
        table.magic = PROCTOR_MAGIC
        table.struct_size = UInt32(MemoryLayout<proctor_plugin>.size)
        table.abi_major = UInt16(PROCTOR_ABI_MAJOR)
        table.abi_minor = UInt16(PROCTOR_ABI_MINOR)
        table.max_concurrency = maxConcurrency
        table.id = Self.immortal(id)
        table.version = Self.immortal(version)
        table.manifest = Self.immortal(manifest)
        // Without a slot there is no way to make an instance: a host refuses a table that lacks these two.
        table.validate = slot.map { exportSlots[$0].validate }
        table.create = slot.map { exportSlots[$0].create }
        table.start = startInstance
        table.submit = submitJob
        table.cancel = cancelJob
        table.on_writable = openStream
        table.on_reply = deliverReply
        table.stop = stopInstance
        table.destroy = destroyInstance
        let memory = UnsafeMutablePointer<proctor_plugin>.allocate(capacity: 1)
        memory.initialize(to: table)
        pointer = UnsafePointer(memory)
    }

    private static func immortal(_ text: String) -> proctor_bytes {
        let bytes = Array(text.utf8)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        memory.copyBytes(from: bytes)
        return proctor_bytes(UnsafeRawBufferPointer(memory))
    }
}
