import Foundation

/// What the kernel says about a process.
enum ProcessFacts {
    /// What it has in memory, in bytes (`VmRSS` of /proc/PID/status).
    static func residentMemory(of process: pid_t) -> Int? {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }

    /// How many of its open files are sockets: listeners and connections.
    static func sockets(of process: pid_t) -> Int {
        let folder = "/proc/\(process)/fd/"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.count { file in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + file))?.hasPrefix("socket:") == true
        }
    }
}
