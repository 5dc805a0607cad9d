import CPluginABI
import FoundationEssentials
import Glibc

/// The child's side of the probe: loads one image and tells what it found. What a plugin prints, breaks or ends here
/// costs this process alone.
enum ProbeChild {
    private static let reportDescriptor: Int32 = 3
    /// Longer than any parent waits; ends a child whose parent has died.
    private static let lifeLimit: UInt32 = 60

    /// - Returns: the exit status. Zero means that a report was written.
    static func run(_ arguments: [String]) -> Int32 {
        guard arguments.count == 1, let path = arguments.first, fcntl(reportDescriptor, F_GETFD) >= 0 else {
            let text = "this command is the host's own: it checks a plugin for its parent\n"
            _ = write(Array(text.utf8), to: STDERR_FILENO)
            return 2
        }
        confine()
        let settings = readSettings()
        guard let report = try? JSONEncoder().encode(self.report(on: path, settings: settings)) else { return 3 }
        return write(Array(report) + [UInt8(ascii: "\n")], to: reportDescriptor) ? 0 : 3
    }

    private static func confine() {
        // A plugin's own children must neither keep the report open nor inherit what the host forgot to close.
        _ = fcntl(reportDescriptor, F_SETFD, FD_CLOEXEC)
        for descriptor in (reportDescriptor + 1)..<1024 { close(descriptor) }
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        alarm(lifeLimit)
    }

    /// One JSON document a line, which as JSON has no line break inside.
    private static func readSettings() -> [[UInt8]] {
        var input: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            input += chunk.prefix(count)
        }
        return input.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }

    private static func report(on path: String, settings: [[UInt8]]) -> ProbeReport {
        do throws(PluginEntry.Defect) {
            let table = try PluginEntry(path: path).table
            return ProbeReport(
                plugin: ProbeReport.Plugin(
                    id: table.id, version: table.version, manifest: Data(table.manifest),
                    complaints: settings.map { complaint(of: table, about: $0) }))
        } catch {
            return ProbeReport(defect: ProbeReport.Defect(error))
        }
    }

    private static func complaint(of table: PluginTable, about settings: [UInt8]) -> SettingsComplaint? {
        guard let validate = table.value.validate else { return nil }
        var error = proctor_error()
        error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
        let status = settings.withUnsafeBytes { bytes in
            validate(proctor_bytes(data: bytes.baseAddress, size: bytes.count), &error)
        }
        guard status != PROCTOR_OK else { return nil }
        let code = text(error.code)
        let message = text(error.message)
        return SettingsComplaint(
            code: code.isEmpty ? "settings.refused" : code,
            message: message.isEmpty ? "the plugin refuses its settings without saying why (status \(status))" : message
        )
    }

    /// The text in a fixed array of C characters, up to its terminator or its end.
    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
