import Foundation

/// The browser of a host, as the kernel sees it: a process group that a child of the host leads.
enum BrowserProcesses {
    private struct Entry {
        var process: pid_t
        var parent: pid_t
        var group: pid_t
        var isZombie: Bool
    }

    /// The leaders of all browsers that the host has now.
    static func leaders(of host: pid_t) -> [pid_t] {
        all().filter { $0.parent == host && $0.group == $0.process && !$0.isZombie }.map(\.process)
    }

    /// What is left of a group.
    static func members(of group: pid_t) -> [pid_t] {
        all().filter { $0.group == group && !$0.isZombie }.map(\.process)
    }

    /// proc(5), `/proc/PID/stat`; what comes after the name, which may hold anything.
    private static func all() -> [Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { name in
            guard let process = pid_t(name),
                let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                let end = text.lastIndex(of: ")")
            else { return nil }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 2, let parent = pid_t(fields[1]), let group = pid_t(fields[2]) else { return nil }
            return Entry(process: process, parent: parent, group: group, isZombie: fields[0] == "Z")
        }
    }
}
