import Glibc

/// The compiler that built this host, as its own note says: the host links the same note as plugins do.
enum HostToolchain {
    /// Nil when the program carries no note; then no plugin is refused for its compiler.
    static let text: String? = {
        let descriptor = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return try? note(ofProgram: descriptor)?.toolchain
    }()

    /// Reads the note segments alone: the program as a whole has tens of megabytes.
    private static func note(ofProgram descriptor: Int32) throws(ELFDefect) -> PluginNote? {
        let header = piece(of: descriptor, offset: 0, size: 64)
        let table = piece(
            of: descriptor, offset: try header.number(UInt64.self, at: 32, in: header.bytes.indices),
            size: UInt64(try header.number(UInt16.self, at: 56, in: header.bytes.indices)) * 56)
        for base in stride(from: 0, to: table.bytes.count - 55, by: 56) {
            guard try table.number(UInt32.self, at: base, in: table.bytes.indices) == UInt32(PT_NOTE) else { continue }
            let segment = piece(
                of: descriptor, offset: try table.number(UInt64.self, at: base + 8, in: table.bytes.indices),
                size: try table.number(UInt64.self, at: base + 32, in: table.bytes.indices))
            if let note = PluginNote(section: segment.bytes) { return note }
        }
        return nil
    }

    private static func piece(of descriptor: Int32, offset: UInt64, size: UInt64) -> ELFBytes {
        let wanted = Int(min(size, 1 << 20))
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, wanted, off_t(clamping: offset)))
        }
        return ELFBytes(bytes: bytes)
    }
}
