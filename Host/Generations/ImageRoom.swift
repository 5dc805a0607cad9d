public import HostImages

/// Where one host keeps and judges images: staged copies and cached verdicts in its state folder.
public struct ImageRoom: Sendable {
    let store: ImageStore
    let probe: ImageProbe
    let loader = ImageLoader()

    /// - Parameter state: the host's state folder.
    public init(state: String) {
        store = ImageStore(directory: state + "/images")
        probe = ImageProbe(cacheDirectory: state + "/probes")
    }

    /// What lies in the folders now; made once for each reload.
    func index(of folders: [String]) -> PluginIndex {
        PluginIndex(of: folders, store: store, probe: probe)
    }

    /// What the plugins in the folders say about themselves; files that are refused are left out. Blocks.
    public func manifests(in folders: [String]) -> [PluginManifest] {
        index(of: folders).entries.compactMap { try? $0.manifest.get() }
    }

    /// What the plugin of a name says about itself, looked for as plugins.yaml's `plugin:` is. Blocks.
    public func manifest(of plugin: String, in folders: [String]) throws(ImageRefusal) -> PluginManifest {
        let staged = try store.stage(index(of: folders).resolve(plugin))
        if let packed = try staged.facts.manifest() { return packed }
        return try probe.verdict(on: staged).manifest
    }
}
