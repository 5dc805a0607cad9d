/// Media types by the ends of names, of what processors work on.
enum FileMediaType {
    private static let types = [
        "csv": "text/csv", "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "json": "application/json",
        "md": "text/markdown", "pdf": "application/pdf", "png": "image/png", "tif": "image/tiff", "tiff": "image/tiff",
        "txt": "text/plain", "webp": "image/webp", "xml": "application/xml", "zip": "application/zip",
    ]

    static func of(_ name: String) -> String? {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        return types[name[name.index(after: dot)...].lowercased()]
    }
}
