import FoundationEssentials
import Glibc
import HostDatabase

/// A folder of a test's own, removed with it.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/proctor-database-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw DatabaseFailure(errno: errno, path: "/tmp") }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var file: String { path + "/proctor.db" }

    static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw DatabaseFailure(errno: errno, path: path) }
        defer { close(file) }
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            guard count > 0 else { return out }
            out += chunk.prefix(count)
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
            throw DatabaseFailure(errno: errno, path: path)
        }
        close(file)
    }
}
