import Glibc

/// The process's own gauges, under the names that Prometheus' client libraries gave them.
public enum ProcessMetrics {
    /// Resident memory, CPU time, threads, open files and start time, read from /proc.
    public static func families() -> MetricFamilies {
        var families = MetricFamilies()
        if let status = ProcFile.read("/proc/self/statm"),
            let pages = status.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        {
            families.gauge("process_resident_memory_bytes", [:], pages * Double(sysconf(Int32(_SC_PAGESIZE))))
        }
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            let microseconds = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
            families.counter("process_cpu_seconds_total", [:], seconds + microseconds / 1e6)
        }
        families.gauge("process_threads", [:], Double(ProcFile.entries("/proc/self/task").count))
        families.gauge("process_open_fds", [:], Double(ProcFile.entries("/proc/self/fd").count))
        return families
    }
}

/// Reads what the kernel tells of a process. Its files are made when they are read, so they never block.
public enum ProcFile {
    /// The whole text, or nil when there is no such file.
    public static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The names in a folder, without `.` and `..`.
    public static func entries(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
