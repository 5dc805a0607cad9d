import CBrowser
import Glibc

/// The folder of one browser: only this user may enter, and it goes with the browser. A lock on it lives as long as
/// this process, so that the next one knows which folders nobody cleaned up.
final class BrowserFolder {
    let path: String
    private let lock: Int32

    private static let prefix = "proctor-browser-"

    /// - Parameter parent: Nil: `TMPDIR`, or `/tmp`.
    init(in parent: String?) throws(BrowserError) {
        let parent = parent ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        Self.removeForgotten(in: parent)
        for _ in 0..<8 {
            var template = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else {
                throw BrowserError(
                    .start,
                    "the browser gets no folder in \(parent) (\(String(cString: strerror(errno)))): name another")
            }
            let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
            if let lock = Self.locked(path) {
                self.path = path
                self.lock = lock
                return
            }
            // Another process took it for a forgotten one between the two calls.
        }
        throw BrowserError(.start, "the browser gets no folder of its own in \(parent)")
    }

    deinit {
        // Processes that are killed may still write for a moment.
        for _ in 0..<3 where proctor_browser_remove_tree(path) != 0 {}
        close(lock)
    }

    /// Folders whose process ended without removing them.
    private static func removeForgotten(in parent: String) {
        guard let listing = opendir(parent) else { return }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix) else { continue }
            let path = "\(parent)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0, status.st_uid == geteuid(), let lock = locked(path) else { continue }
            _ = proctor_browser_remove_tree(path)
            close(lock)
        }
    }

    /// A descriptor that holds the folder's lock; nil when another has it.
    private static func locked(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
