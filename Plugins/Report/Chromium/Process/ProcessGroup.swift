import Glibc

/// The processes of one browser: all that are in its process group.
enum ProcessGroup {
    static func members(of group: pid_t) -> [pid_t] {
        guard let listing = opendir("/proc") else { return [] }
        defer { closedir(listing) }
        var members: [pid_t] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let process = pid_t(name), let text = contents("/proc/\(name)/stat"),
                Self.group(ofStat: text) == group
            else { continue }
            members.append(process)
        }
        return members.sorted()
    }

    /// Bytes of all of them together, each shared page counted once.
    static func memory(of group: pid_t) -> Int {
        members(of: group).reduce(0) { sum, process in
            let own =
                contents("/proc/\(process)/smaps_rollup").flatMap(Self.proportionalSize)
                // The kernel hides the first from others than root where the process is in a sandbox.
                ?? contents("/proc/\(process)/statm").flatMap(Self.ownSize) ?? 0
            return sum &+ own
        }
    }

    /// proc(5), `/proc/pid/stat`: the fifth field. The second is a name in brackets that may hold anything.
    static func group(ofStat text: String) -> pid_t? {
        guard let bracket = text.utf8.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[text.index(after: bracket)...].split(separator: " ", maxSplits: 3)
        return fields.count > 2 ? pid_t(fields[2]) : nil
    }

    /// proc(5), `/proc/pid/smaps_rollup`: the line `Pss:`, in KiB.
    static func proportionalSize(ofRollup text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix("Pss:") {
            let fields = line.split(separator: " ")
            return fields.count > 1 ? Int(fields[1]).map { $0 &* 1024 } : nil
        }
        return nil
    }

    /// proc(5), `/proc/pid/statm`: resident pages less those that are shared.
    static func ownSize(ofStatm text: String) -> Int? {
        let fields = text.split(separator: " ")
        guard fields.count > 2, let resident = Int(fields[1]), let shared = Int(fields[2]) else { return nil }
        return max(0, resident &- shared) &* sysconf(Int32(_SC_PAGESIZE))
    }

    private static func contents(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Each of these is one short text.
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
