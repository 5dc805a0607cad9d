/// The plugins in the host's folders, by name: read once for a start or a reload, then asked for each processor.
public struct PluginIndex: Sendable {
    public struct Entry: Sendable {
        public let path: String
        /// What the plugin says about itself, or why the file is not taken for one.
        public let manifest: Result<PluginManifest, ImageRefusal>
    }

    /// In the order of the folders and then of file names.
    public let entries: [Entry]
    private let folders: [String]

    /// Reads the folders. A file that is not packed is staged and probed for its name. Blocks; any thread.
    public init(of folders: [String], store: ImageStore, probe: ImageProbe) {
        self.folders = folders
        entries = PluginFolder.find(in: folders).map { candidate in
            do throws(ImageRefusal) {
                if let packed = try candidate.facts.get().manifest() {
                    return Entry(path: candidate.path, manifest: .success(packed))
                }
                let verdict = try probe.verdict(on: store.stage(candidate.path))
                return Entry(path: candidate.path, manifest: .success(verdict.manifest))
            } catch {
                return Entry(path: candidate.path, manifest: .failure(error))
            }
        }
    }

    /// The path of a plugin's file.
    /// - Parameter plugin: a path that ends in `.so`, a manifest's id, or an id's last part.
    /// - Throws: when no file fits, or more than one.
    public func resolve(_ plugin: String) throws(ImageRefusal) -> String {
        if plugin.hasSuffix(".so") { return plugin }
        var fitting: [String] = []
        var others: [String] = []
        for entry in entries {
            switch entry.manifest {
            case .success(let manifest) where manifest.id == plugin || manifest.shortName == plugin:
                fitting.append(entry.path)
            case .success(let manifest):
                others.append("\(manifest.shortName) (\(entry.path))")
            case .failure(let refusal):
                // A file that bears the wanted name is most likely the wanted one: its own refusal says more.
                if Self.name(of: entry.path) == plugin { throw refusal }
                others.append("\(entry.path), which is refused (\(refusal.code))")
            }
        }
        guard let path = fitting.first else { throw .noSuchPlugin(plugin, folders: folders, others: others) }
        guard fitting.count == 1 else { throw .ambiguousPlugin(plugin, paths: fitting) }
        return path
    }

    /// `grading` for `plugins/libGrading.so`.
    private static func name(of path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        return file.dropFirst("lib".count).dropLast(".so".count).lowercased()
    }
}

extension ImageRefusal {
    fileprivate static func noSuchPlugin(_ plugin: String, folders: [String], others: [String]) -> Self {
        let places = folders.isEmpty ? "no folder" : folders.joined(separator: ", ")
        return Self(
            code: "plugin.not_found", file: plugin,
            found: others.isEmpty
                ? "no plugin at all in \(places)" : "in \(places) only: \(others.joined(separator: "; "))",
            needed: "a plugin whose id is, or ends in, \"\(plugin)\"",
            remedy: "put the plugin's .so there, or correct the name")
    }

    fileprivate static func ambiguousPlugin(_ plugin: String, paths: [String]) -> Self {
        Self(
            code: "plugin.ambiguous", file: plugin, found: "\(paths.count) files: \(paths.joined(separator: ", "))",
            needed: "one", remedy: "remove the others, or write the path of the one you mean")
    }
}
