import HostImages

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
}
