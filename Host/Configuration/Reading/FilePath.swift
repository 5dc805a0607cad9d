/// Paths as text; nothing here looks at the file system.
enum FilePath {
    /// The folder part of a path; `.` when there is none.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// `path` as seen from `folder`; an absolute path stays.
    static func resolve(_ path: String, against folder: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        var rest = path[...]
        while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
        if rest.isEmpty || rest == "." { return folder }
        return folder.hasSuffix("/") ? folder + rest : folder + "/" + rest
    }

    /// The parts of a path without `.` and, as far as the text tells, without `..`: equal for equal places, unless a
    /// link stands between.
    static func parts(_ path: String) -> [Substring] {
        var parts: [Substring] = path.hasPrefix("/") ? ["/"] : []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != "..", last != "/" {
                parts.removeLast()
            } else if part != ".." || parts.last != "/" {
                parts.append(part)
            }
        }
        return parts
    }

    /// Whether `path` is `folder`, or lies anywhere in it.
    static func isInside(_ path: String, _ folder: String) -> Bool { parts(path).starts(with: parts(folder)) }
}
