/// What the loader reads of an ELF file: the libraries it needs, where it looks for them, and what it offers.
public struct ELFDynamic: Sendable, Equatable {
    /// Names of needed libraries, in order (DT_NEEDED).
    public private(set) var needed: [String] = []
    /// Folders to look for them (DT_RUNPATH, or the older DT_RPATH), as written.
    public private(set) var runpath: String?
    /// Names of symbols defined here that others can see, in the order of the file.
    public private(set) var exports: [String] = []
    /// Whether it is an executable made like a shared object (DF_1_PIE).
    public private(set) var isPositionIndependentExecutable = false

    init(sections: [ELFFile.Section], source: ELFBytes) throws(ELFDefect) {
        if let section = sections.first(where: { $0.type == 6 }) {
            try readEntries(section.contents, strings: Self.strings(of: section, in: sections), source: source)
        }
        if let section = sections.first(where: { $0.type == 11 }) {
            try readSymbols(section.contents, strings: Self.strings(of: section, in: sections), source: source)
        }
    }

    private static func strings(of section: ELFFile.Section, in all: [ELFFile.Section]) throws(ELFDefect) -> Range<Int>
    {
        guard let index = Int(exactly: section.link), all.indices.contains(index), all[index].type == 3 else {
            throw .damaged("a section \(section.name) without its strings")
        }
        return all[index].contents
    }

    private mutating func readEntries(
        _ table: Range<Int>, strings: Range<Int>, source: ELFBytes
    ) throws(ELFDefect) {
        for base in stride(from: 0, to: table.count - 15, by: 16) {
            let tag = try source.number(UInt64.self, at: base, in: table)
            let value = try source.number(UInt64.self, at: base + 8, in: table)
            switch tag {
            case 0: return
            case 1:
                guard let name = source.string(at: value, in: strings) else {
                    throw .damaged("a needed library without a name")
                }
                needed.append(name)
            case 15, 29: runpath = source.string(at: value, in: strings)
            case 0x6FFF_FFFB: isPositionIndependentExecutable = value & 0x0800_0000 != 0
            default: break
            }
        }
    }

    private mutating func readSymbols(
        _ table: Range<Int>, strings: Range<Int>, source: ELFBytes
    ) throws(ELFDefect) {
        for base in stride(from: 0, to: table.count - 23, by: 24) {
            let info = try source.number(UInt8.self, at: base + 4, in: table)
            let visibility = try source.number(UInt8.self, at: base + 5, in: table) & 3
            let section = try source.number(UInt16.self, at: base + 6, in: table)
            // Global, weak or unique; default or protected; and defined here.
            guard [1, 2, 10].contains(info >> 4), visibility == 0 || visibility == 3, section != 0 else { continue }
            let name = try source.number(UInt32.self, at: base, in: table)
            if let name = source.string(at: UInt64(name), in: strings) { exports.append(name) }
        }
    }
}
