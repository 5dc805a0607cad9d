import FoundationEssentials
import HostImages

/// The files that settings name, told by their schema (`"format": "path"`): their content belongs to a processor's
/// identity, so that an edited template makes a new generation although plugins.yaml has not changed. A folder counts by
/// the files directly in it.
enum ReferencedFiles {
    /// Of one folder; more than these count for nothing.
    private static let mostFiles = 1_000

    /// A text that changes when the content of one of the files does. A text that names no file counts for nothing.
    static func digest(of config: JSONValue, schema: JSONValue?) -> String {
        var paths: [String] = []
        collect(config, schema, into: &paths)
        return paths.flatMap(files).sorted().compactMap { path in ContentHash.of(fileAt: path).map { "\(path)=\($0)" } }
            .joined(separator: ";")
    }

    /// The path itself, or what is in it.
    private static func files(_ path: String) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return [path] }
        return names.sorted().prefix(mostFiles).map { path + "/" + $0 }
    }

    private static func collect(_ value: JSONValue, _ schema: JSONValue?, into paths: inout [String]) {
        guard case .object(let description)? = schema else { return }
        switch value {
        case .string(let text) where description["format"] == .string("path"): paths.append(text)
        case .object(let members):
            guard case .object(let properties)? = description["properties"] else { return }
            for (name, member) in members { collect(member, properties[name], into: &paths) }
        case .array(let elements):
            for element in elements { collect(element, description["items"], into: &paths) }
        default: return
        }
    }
}
