import CTemplates

/// The templates that are part of the plugin's image.
public enum BuiltInTemplates {
    /// Copied out of the image: some hundred KiB, once.
    ///
    /// - Throws: names and sizes that no folder may have.
    public static func folders() throws(TemplateProblems) -> [FolderContent] {
        var folders: [String: [String: [UInt8]]] = [:]
        var index = 0
        while let file = built_in_file_at(index)?.pointee {
            index += 1
            let path = String(cString: file.path)
            guard let slash = path.firstIndex(of: "/") else { continue }
            let bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.size))
            folders[String(path[..<slash]), default: [:]][String(path[path.index(after: slash)...])] = bytes
        }
        var contents: [FolderContent] = []
        for (name, files) in folders.sorted(by: { $0.key < $1.key }) {
            contents.append(try FolderContent(name: name, files: files))
        }
        return contents
    }
}
