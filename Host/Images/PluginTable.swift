import CPluginABI

/// A plugin's table, checked and copied. The plugin's functions and bytes stay where they are: images are never
/// unloaded.
struct PluginTable {
    private static let textLimit = 128

    let value: proctor_plugin
    let id: String
    let version: String
    let manifest: [UInt8]

    init(_ pointer: UnsafePointer<proctor_plugin>) throws(PluginEntry.Defect) {
        let raw = UnsafeRawPointer(pointer)
        // The first two words stand in every version; how much more there is, the second one says.
        let magic = raw.loadUnaligned(as: UInt32.self)
        guard magic == PROCTOR_MAGIC else { throw .badTable("with the magic number 0x\(String(magic, radix: 16))") }
        let size = Int(raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        guard let least = MemoryLayout<proctor_plugin>.offset(of: \.extension), size >= least else {
            throw .badTable("of \(size) bytes, which ends before its functions do")
        }
        var table = proctor_plugin()
        withUnsafeMutableBytes(of: &table) { target in
            target.copyMemory(from: UnsafeRawBufferPointer(start: raw, count: min(size, target.count)))
        }
        guard "\(table.abi_major).\(table.abi_minor)" == PluginNote.hostVersion else {
            throw .badTable("of ABI \(table.abi_major).\(table.abi_minor), not \(PluginNote.hostVersion)")
        }
        if let missing = Self.missingFunction(table) { throw .badTable("without the function \(missing)") }
        value = table
        id = try Self.text(table.id, name: "id")
        version = try Self.text(table.version, name: "version")
        manifest = try Self.bytes(table.manifest, name: "manifest", limit: PluginManifest.sizeLimit)
    }

    private static func missingFunction(_ table: proctor_plugin) -> String? {
        if table.validate == nil { return "validate" }
        if table.create == nil { return "create" }
        if table.start == nil { return "start" }
        if table.submit == nil { return "submit" }
        if table.cancel == nil { return "cancel" }
        if table.stop == nil { return "stop" }
        if table.destroy == nil { return "destroy" }
        return nil
    }

    private static func bytes(
        _ bytes: proctor_bytes, name: String, limit: Int
    ) throws(PluginEntry.Defect) -> [UInt8] {
        guard bytes.size > 0, let data = bytes.data else { throw .badTable("without \(name)") }
        guard bytes.size <= limit else { throw .badTable("whose \(name) has \(bytes.size) bytes") }
        return Array(UnsafeRawBufferPointer(start: data, count: bytes.size))
    }

    private static func text(_ bytes: proctor_bytes, name: String) throws(PluginEntry.Defect) -> String {
        guard let text = String(validating: try Self.bytes(bytes, name: name, limit: textLimit), as: UTF8.self) else {
            throw .badTable("whose \(name) is not UTF-8")
        }
        return text
    }
}
