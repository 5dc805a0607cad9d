/// Media types by the endings of file names, both ways (IANA's registry).
enum MediaTypes {
    private static let pairs = [
        ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("png", "image/png"), ("tif", "image/tiff"),
        ("tiff", "image/tiff"), ("webp", "image/webp"), ("gif", "image/gif"), ("bmp", "image/bmp"),
        ("svg", "image/svg+xml"), ("pdf", "application/pdf"), ("json", "application/json"),
        ("ndjson", "application/x-ndjson"), ("csv", "text/csv"), ("txt", "text/plain"), ("md", "text/markdown"),
        ("html", "text/html"), ("xml", "application/xml"), ("zip", "application/zip"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("mp3", "audio/mpeg"), ("wav", "audio/wav"), ("mp4", "video/mp4"),
    ]

    /// What a file of this name holds, as far as its name says.
    static func type(ofFile name: String) -> String {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "application/octet-stream" }
        let ending = name[name.utf8.index(after: dot)...].lowercased()
        return pairs.first { $0.0 == ending }?.1 ?? "application/octet-stream"
    }

    /// The ending, with its dot, of a file that holds `type`; parameters such as `charset` do not count.
    static func ending(of type: String) -> String {
        let plain = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        if let known = pairs.first(where: { $0.1 == plain }) { return "." + known.0 }
        return plain.hasSuffix("+json") ? ".json" : ".bin"
    }
}
