import Glibc
import HostConfiguration

/// Small files for tests.
enum FileText {
    static func write(_ text: String, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    }

    static func remove(_ path: String) { _ = unlink(path) }

    /// What a file in the working folder comes to.
    static func parse(_ text: String, _ environment: [String: String] = [:]) throws -> ProctorConfiguration {
        try ConfigurationFile.parse(bytes: Array(text.utf8), name: "plugins.yaml", environment: environment)
    }
}
