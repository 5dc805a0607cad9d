/// The statements that one connection has prepared, by their text: the least recently used make room.
struct PreparedStatements {
    /// A text's bytes: Swift takes texts for equal that Unicode calls equivalent, and the server does not.
    typealias Key = [UInt8]

    /// Longer statements are rare, and are not kept.
    static let textLimit = 64 << 10

    private struct Entry {
        let name: String
        var used: UInt64
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var counter: UInt64 = 0
    /// Names that the server still has and nobody uses.
    private var unneeded: [String] = []

    init(capacity: Int = 256) { self.capacity = capacity }

    /// The name under which a statement is prepared, or nil.
    mutating func name(of text: Key) -> String? {
        guard var entry = entries[text] else { return nil }
        counter += 1
        entry.used = counter
        entries[text] = entry
        return entry.name
    }

    /// A name for a statement that will be prepared now; never one that was used before.
    mutating func add(_ text: Key) -> String {
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
            forget(oldest.key, isOnServer: true)
        }
        counter += 1
        let name = "proctor_\(counter)"
        entries[text] = Entry(name: name, used: counter)
        return name
    }

    /// A statement has to be prepared again.
    mutating func forget(_ text: Key, isOnServer: Bool) {
        guard let entry = entries.removeValue(forKey: text), isOnServer else { return }
        unneeded.append(entry.name)
    }

    /// Names to be given back to the server, each once.
    mutating func takeUnneeded() -> [String] {
        defer { unneeded = [] }
        return unneeded
    }
}
