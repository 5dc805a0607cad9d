import HostConfiguration
import HostDispatch
import HostObservability

/// A file as a job: its bytes are in memory from the start of an attempt until what follows from its end is done.
struct FileJob: Sendable {
    let name: String
    let facts: FileFacts
    let attempt: Int
    let id: String
    let headers: [(name: String, value: String)]
    /// Nil when the file could not be read, and when the bytes are needed no more.
    var payload: [UInt8]?

    init(folder: String, start: FileLives.Start) {
        (name, facts, attempt) = (start.name, start.facts, start.attempt)
        id = Self.id(folder: folder, name: start.name, facts: start.facts)
        headers = [
            ("content-type", MediaTypes.type(ofFile: start.name)), ("x-file-name", JSONText.singleLine(start.name)),
        ]
    }

    /// The same for all attempts at a file, also after a restart: from its path, size and time of change (FNV-1a).
    static func id(folder: String, name: String, facts: FileFacts) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(folder)/\(name)\0\(facts.size)\0\(facts.modified)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return "file-" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// 0 to 1, the same for the same attempt: the part of a wait that chance decides.
    var chance: Double {
        let mixed = (UInt64(id.dropFirst(5), radix: 16) ?? 0) &+ UInt64(attempt) &* 0x9E37_79B9_7F4A_7C15
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(UInt64(1) << 53)
    }
}
