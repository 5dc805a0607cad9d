import CPluginABI

/// An image in this process, for as long as the process lives.
///
/// `@unchecked Sendable` for the table alone, a struct of C pointers: it is never changed, and what it points at is
/// static data and functions of an image that is never unloaded. Each function's own rule about threads stands in the
/// header.
public final class LoadedImage: @unchecked Sendable {
    /// SHA-256 of the content, in lower-case hexadecimal.
    public let hash: String
    /// The private copy that is mapped.
    public let path: String
    /// The host's own copy of the plugin's table; what the plugin does not have is null.
    public let table: proctor_plugin
    public let id: String
    public let version: String
    public let manifest: PluginManifest

    init(staged: StagedImage, table: PluginTable) throws(ImageRefusal) {
        hash = staged.hash
        path = staged.path
        self.table = table.value
        id = table.id
        version = table.version
        if let packed = staged.facts.packedManifest, packed != table.manifest {
            throw .manifestDiffers(staged.original)
        }
        manifest = try PluginManifest(bytes: table.manifest, file: staged.original)
        try manifest.check(against: table.id, version: table.version, file: staged.original)
    }
}

extension PluginManifest {
    /// The table and the manifest must name the same plugin.
    func check(against id: String, version: String, file: String) throws(ImageRefusal) {
        guard self.id == id, self.version == version else {
            throw .badManifest(
                file, reason: "speaks of \(self.id) \(self.version), and the table of \(id) \(version)")
        }
    }
}
