import Glibc
import HostObservability

/// Who a host is to others on the same database: a number made once and kept in its state folder, of which one host at a
/// time holds the lock. The folder's path would not do: two machines, or two working directories, may share it.
enum HostIdentity {
    private static let length = 32

    /// The identity of the host on a state folder that is claimed. Nil when it can be neither read nor kept; `errno`
    /// says why.
    static func of(_ folder: String) -> String? {
        let path = folder + "/host.id"
        if let text = ProcFile.read(path)?.split(separator: "\n").first.map(String.init), isIdentity(text) {
            return text
        }
        let made = (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        let temporary = path + ".new"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard file >= 0 else { return nil }
        let isWritten = FileBytes.write(Array((made + "\n").utf8), to: file) && fsync(file) == 0
        close(file)
        guard isWritten, rename(temporary, path) == 0 else { return nil }
        return made
    }

    private static func isIdentity(_ text: String) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
