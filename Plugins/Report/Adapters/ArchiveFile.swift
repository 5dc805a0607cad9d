import CArchive

/// A ZIP archive that is written entry by entry and taken away piece by piece, so that it is never whole in memory. The
/// same entries give the same bytes. Confined to one task at a time.
final class ArchiveFile {
    /// What libarchive's callback writes to. A class of its own: the archive's pointer lives exactly as long as it.
    private final class Content {
        var bytes: [UInt8] = []
    }

    enum Failure: Error, Sendable, Equatable {
        /// Not a plain file name: empty, too long, with a folder or control characters in it.
        case name
        /// The name is in the archive already.
        case doubled
        /// libarchive cannot go on: memory is short.
        case writing
    }

    private let archive: OpaquePointer
    private let content = Content()
    private var names: Set<String> = []

    /// - Throws: `Failure.writing`.
    init() throws(Failure) {
        // Unretained: `content` lives as long as this, which closes the archive before it goes.
        let context = Unmanaged.passUnretained(content).toOpaque()
        // The callback cannot wait for a slow reader: what it gets is kept until it is taken.
        let archive = zip_archive_open(
            { context, bytes, count in
                guard let context, let bytes else { return count == 0 ? 0 : -1 }
                Unmanaged<Content>.fromOpaque(context).takeUnretainedValue().bytes
                    .append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                return 0
            }, context)
        guard let archive else { throw .writing }
        self.archive = archive
    }

    deinit { zip_archive_close(archive) }

    /// Most bytes that an entry takes beside its own: its name twice, and what stands around it in both places.
    static let entryOverhead = 1024

    /// - Parameter name: of the file, in no folder.
    func add(_ name: String, _ bytes: [UInt8]) throws(Failure) {
        guard Self.isPlain(name) else { throw .name }
        guard names.insert(name).inserted else { throw .doubled }
        content.bytes.reserveCapacity(content.bytes.count + bytes.count + Self.entryOverhead)
        let status = bytes.withUnsafeBufferPointer { zip_archive_add(archive, name, $0.baseAddress, $0.count) }
        guard status == 0 else { throw .writing }
    }

    /// Ends the archive. Nothing can be added any more.
    func finish() throws(Failure) {
        guard zip_archive_finish(archive) == 0 else { throw .writing }
    }

    /// What was written since it was last asked.
    func take() -> [UInt8] {
        defer { content.bytes = [] }
        return content.bytes
    }

    /// Whether who unpacks it gets one file, in the folder where it is unpacked.
    static func isPlain(_ name: String) -> Bool {
        guard (1...200).contains(name.utf8.count), name.first != ".", name.last != ".", name.last != " " else {
            return false
        }
        return name.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory != .control && !"/\\:*?\"<>|".unicodeScalars.contains(scalar)
        }
    }
}
