import Foundation
import Glibc

/// A folder of a test's own, gone with the last that holds it.
package final class PeerFolder: Sendable {
    package let path: String

    package init() throws {
        var template = Array("/tmp/proctor-redis-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw PeerFailure("no folder in /tmp: \(errno)") }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }
}
