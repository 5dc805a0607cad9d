import Glibc
import HostConfiguration

/// The time zones of the system, by name, as Debian's package tzdata installs them.
struct ZoneDatabase: Sendable {
    /// Far above any file of the database; the largest has 4 KiB.
    private static let largestFile = 1 << 20

    /// Absolute.
    let folder: String

    init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

    /// - Parameter name: `Asia/Seoul`. `UTC` is known without any file.
    func zone(named name: String) throws(ZoneProblem) -> TimeZoneData {
        if name == "UTC" { return .utc }
        let quoted = MessageText.quoted(name)
        guard Self.isPlain(name) else {
            throw ZoneProblem(
                message: "\(quoted) cannot be the name of a time zone", suggestion: "write for example Europe/Berlin")
        }
        guard let bytes = Self.bytes(ofFile: folder + "/" + name) else {
            let known = names()
            guard !known.isEmpty else {
                throw ZoneProblem(
                    message: "there is no time zone database in \(folder)",
                    suggestion: "install the package tzdata, or use UTC")
            }
            throw ZoneProblem(
                message: "there is no time zone \(quoted)",
                suggestion: Self.near(name, among: known).map { "did you mean \"\($0)\"?" }
                    ?? "write for example Europe/Berlin; timedatectl list-timezones lists all")
        }
        do {
            return try TZifReader.read(bytes)
        } catch {
            throw ZoneProblem(
                message: "the time zone \(quoted) cannot be used: \(error.reason)",
                suggestion: "write for example Europe/Berlin")
        }
    }

    /// Letters, digits, `+`, `-`, `_` and `/`, each part with a beginning that no path needs: nothing leaves the folder.
    static func isPlain(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count) else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic else {
                return false
            }
            return part.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "+-_".unicodeScalars.contains($0))
            }
        }
    }

    /// A name whose last part, the city, is what somebody wrote, or one that is a slip away from it.
    private static func near(_ name: String, among known: [String]) -> String? {
        let written = name.lowercased().split(separator: "/").last ?? ""
        let city = known.first { $0.lowercased().split(separator: "/").last == written }
        return city ?? NearMiss.nearest(to: name, among: known)
    }

    /// All names in the folder, sorted. `posix` and `right` hold everything a second and a third time.
    private func names() -> [String] {
        var names: [String] = []
        var open = [""]
        while let prefix = open.popLast(), let directory = opendir(folder + "/" + prefix) {
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                guard Self.isPlain(name), name.first?.isUppercase == true else { continue }
                if entry.pointee.d_type == UInt8(DT_DIR) {
                    // The deepest names there are: America/Argentina/Salta.
                    if prefix.split(separator: "/").count < 2 { open.append(prefix + name + "/") }
                } else {
                    names.append(prefix + name)
                }
            }
        }
        return names.sorted()
    }

    private static func bytes(ofFile path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= largestFile else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress.map { $0 + count }, $0.count - count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        return Array(bytes.prefix(count))
    }
}

/// Why a name stands for no time zone.
struct ZoneProblem: Error, Sendable, Equatable {
    let message: String
    let suggestion: String?
}
