import Glibc

/// A file in a plugin folder that looks like a plugin, and what it is.
public struct PluginCandidate: Sendable {
    public let path: String
    /// The facts, or why there are none.
    public let facts: Result<ImageFacts, ImageRefusal>
}

/// Folders that plugins lie in.
public enum PluginFolder {
    /// All `lib*.so` in the folders, in the order of the folders and then of names. A folder that is not there, or
    /// may not be read, holds none. Blocks; runs no code.
    public static func find(in folders: [String]) -> [PluginCandidate] {
        folders.flatMap { folder in
            names(in: folder).filter { $0.hasPrefix("lib") && $0.hasSuffix(".so") }.sorted().map { name in
                let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
                return PluginCandidate(path: path, facts: facts(path))
            }
        }
    }

    private static func facts(_ path: String) -> Result<ImageFacts, ImageRefusal> {
        do throws(ImageRefusal) {
            return .success(try ImageInspector.facts(path))
        } catch {
            return .failure(error)
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }
}
