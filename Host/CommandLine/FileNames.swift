import Glibc

/// Names and media types of files.
enum FileNames {
    static func last(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    static func stem(_ path: String) -> String {
        let name = last(path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    private static let types: [(ending: String, mediaType: String)] = [
        ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("png", "image/png"), ("pdf", "application/pdf"),
        ("json", "application/json"), ("txt", "text/plain"), ("csv", "text/csv"), ("html", "text/html"),
        ("ndjson", "application/x-ndjson"), ("zip", "application/zip"),
    ]

    static func mediaType(_ path: String) -> String {
        let ending = last(path).split(separator: ".").last.map { $0.lowercased() } ?? ""
        return types.first { $0.ending == ending }?.mediaType ?? "application/octet-stream"
    }

    static func ending(_ mediaType: String) -> String {
        let bare = mediaType.split(separator: ";").first.map { $0.lowercased() } ?? ""
        return types.first { $0.mediaType == bare }?.ending ?? "bin"
    }
}

/// Reads and writes whole files.
enum FileBytes {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure(description: "\(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(description: "\(path): \(String(cString: strerror(errno)))") }
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Failure(description: "\(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        guard write(bytes, to: file) else { throw Failure(description: "\(path): \(String(cString: strerror(errno)))") }
    }

    /// Writes all of it; false, with `errno`, when that failed.
    @discardableResult
    static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
