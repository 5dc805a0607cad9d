/// What an ELF file says about itself. Read from its bytes alone, for any 64-bit little-endian machine.
public struct ELFFile: Sendable {
    public struct Section: Sendable, Equatable {
        public let name: String
        let type: UInt32
        let link: UInt32
        let contents: Range<Int>
    }

    public let machine: ELFMachine
    /// e_type: 1 relocatable, 2 executable, 3 shared, 4 core.
    public let type: UInt16
    public let sections: [Section]
    public let dynamic: ELFDynamic
    private let source: ELFBytes

    /// - Throws: `ELFDefect` for anything that is not a whole, consistent ELF file with a section table.
    public init(_ bytes: [UInt8]) throws(ELFDefect) {
        let source = ELFBytes(bytes: bytes)
        try Self.checkIdentity(bytes)
        let header = try source.range(offset: 0, size: 64)
        self.source = source
        machine = ELFMachine(number: try source.number(UInt16.self, at: 18, in: header))
        type = try source.number(UInt16.self, at: 16, in: header)
        // The section table is the last thing in most files: what it says about a cut is the most exact.
        sections = try Self.readSections(source, header: header)
        try Self.checkSegments(source, header: header)
        dynamic = try ELFDynamic(sections: sections, source: source)
    }

    /// The bytes of the first section of this name.
    public func contents(ofSection name: String) -> [UInt8]? {
        sections.first { $0.name == name }.map { Array(source.bytes[$0.contents]) }
    }

    private static func checkIdentity(_ bytes: [UInt8]) throws(ELFDefect) {
        guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else {
            throw .notELF(bytes.isEmpty ? "an empty file" : "a file that does not start as ELF does")
        }
        guard bytes.count >= 20 else { throw .truncated(needed: 64, actual: bytes.count) }
        let isBigEndian = bytes[5] == 2
        let (low, high) = isBigEndian ? (bytes[19], bytes[18]) : (bytes[18], bytes[19])
        let machine = ELFMachine(number: UInt16(high) << 8 | UInt16(low))
        guard bytes[4] == 1 || bytes[4] == 2, bytes[5] == 1 || bytes[5] == 2 else {
            throw .damaged("a header of no known class or byte order")
        }
        if bytes[4] == 1 { throw .foreign(machine.name.hasSuffix("bits)") ? machine.name : "\(machine.name), 32 bits") }
        if isBigEndian { throw .foreign("\(machine.name), big-endian") }
    }

    /// Everything that the loader would map must be there.
    private static func checkSegments(_ source: ELFBytes, header: Range<Int>) throws(ELFDefect) {
        let count = try source.number(UInt16.self, at: 56, in: header)
        let entrySize = try source.number(UInt16.self, at: 54, in: header)
        guard count > 0 else { return }
        guard entrySize >= 56 else { throw .damaged("a program header table with entries of \(entrySize) bytes") }
        let table = try source.range(
            offset: try source.number(UInt64.self, at: 32, in: header), size: UInt64(count) * UInt64(entrySize))
        for index in 0..<Int(count) {
            let base = index * Int(entrySize)
            _ = try source.range(
                offset: try source.number(UInt64.self, at: base + 8, in: table),
                size: try source.number(UInt64.self, at: base + 32, in: table))
        }
    }

    private static func readSections(_ source: ELFBytes, header: Range<Int>) throws(ELFDefect) -> [Section] {
        let count = try source.number(UInt16.self, at: 60, in: header)
        let entrySize = try source.number(UInt16.self, at: 58, in: header)
        let nameIndex = Int(try source.number(UInt16.self, at: 62, in: header))
        guard count > 0 else { throw .damaged("no section table") }
        guard entrySize >= 64, nameIndex < Int(count) else { throw .damaged("a section table that contradicts itself") }
        let table = try source.range(
            offset: try source.number(UInt64.self, at: 40, in: header), size: UInt64(count) * UInt64(entrySize))
        func raw(_ index: Int) throws(ELFDefect) -> (name: UInt32, type: UInt32, link: UInt32, contents: Range<Int>) {
            let base = index * Int(entrySize)
            let type = try source.number(UInt32.self, at: base + 4, in: table)
            let offset = try source.number(UInt64.self, at: base + 24, in: table)
            let size = try source.number(UInt64.self, at: base + 32, in: table)
            // Without bytes in the file: unused entries, and memory that starts as zero.
            let isEmpty = type == 0 || type == 8
            return (
                try source.number(UInt32.self, at: base, in: table), type,
                try source.number(UInt32.self, at: base + 40, in: table),
                isEmpty ? 0..<0 : try source.range(offset: offset, size: size)
            )
        }
        let names = try raw(nameIndex)
        // A file that was made in full length and filled from the front has zeros here.
        guard names.type == 3 else { throw .damaged("a section table without names, as in a half copied file") }
        var sections: [Section] = []
        for index in 0..<Int(count) {
            let section = try raw(index)
            let name = source.string(at: UInt64(section.name), in: names.contents) ?? ""
            sections.append(
                Section(name: name, type: section.type, link: section.link, contents: section.contents))
        }
        return sections
    }
}
