/// Why bytes cannot be read as an ELF file of the kind that plugins are.
public enum ELFDefect: Error, Sendable, Equatable {
    /// Something else altogether, described.
    case notELF(String)
    /// The file ends before what it announces. Both in bytes.
    case truncated(needed: Int, actual: Int)
    /// Contradictory, described.
    case damaged(String)
    /// 32-bit or big-endian: named, and not read further.
    case foreign(String)
}
