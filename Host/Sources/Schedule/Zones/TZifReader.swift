/// Reads a compiled file of the time zone database: TZif, versions 1 to 4.
///
/// Source: RFC 8536, "The Time Zone Information Format (TZif)", and RFC 9636, which adds version 4.
struct TZifReader {
    /// What is wrong with a file, as a sentence's end: `it is cut off`.
    struct Defect: Error, Sendable, Equatable {
        let reason: String
    }

    private static let headerSize = 44
    /// A zone that changed its clocks every month for a thousand years has fewer.
    private static let mostChanges = 20_000

    /// The counts of one block.
    private struct Header {
        let version: UInt8
        let isUTC, isStandard, leaps, changes, types, characters: Int

        /// The bytes of the block after the header, when a time takes `size` bytes.
        func length(timeSize size: Int) -> Int {
            changes * size + changes + types * 6 + characters + leaps * (size + 4) + isStandard + isUTC
        }
    }

    private let bytes: [UInt8]

    static func read(_ bytes: [UInt8]) throws(Defect) -> TimeZoneData {
        let reader = TZifReader(bytes: bytes)
        let first = try reader.header(at: 0)
        guard first.version != 0 else { return try reader.block(first, at: headerSize, timeSize: 4, rule: nil) }
        // From version 2 on, the block with times of 32 bits is for old readers.
        let start = headerSize + first.length(timeSize: 4)
        let second = try reader.header(at: start)
        let end = start + headerSize + second.length(timeSize: 8)
        return try reader.block(second, at: start + headerSize, timeSize: 8, rule: try reader.footer(at: end))
    }

    private func header(at start: Int) throws(Defect) -> Header {
        guard bytes.count >= start + Self.headerSize else { throw Defect(reason: "it is cut off") }
        guard bytes[start..<(start + 4)].elementsEqual("TZif".utf8) else {
            throw Defect(reason: "it is no file of the time zone database")
        }
        let version = bytes[start + 4]
        guard version == 0 || (0x32...0x39).contains(version) else { throw Defect(reason: "its version is unknown") }
        func count(_ index: Int) -> Int { Int(integer(at: start + 20 + index * 4, size: 4)) }
        let header = Header(
            version: version, isUTC: count(0), isStandard: count(1), leaps: count(2), changes: count(3),
            types: count(4), characters: count(5))
        let counts = [header.isUTC, header.isStandard, header.leaps, header.changes, header.types, header.characters]
        guard counts.allSatisfy({ (0...Self.mostChanges).contains($0) }), (1...256).contains(header.types) else {
            throw Defect(reason: "its counts are impossible")
        }
        return header
    }

    private func block(_ header: Header, at start: Int, timeSize size: Int, rule: ZoneRule?) throws(Defect)
        -> TimeZoneData
    {
        guard bytes.count >= start + header.length(timeSize: size) else { throw Defect(reason: "it is cut off") }
        guard header.leaps == 0 else {
            throw Defect(reason: "it counts leap seconds, which clocks of computers do not")
        }
        let typesStart = start + header.changes * (size + 1)
        var offsets: [Int64] = []
        for index in 0..<header.types {
            let offset = integer(at: typesStart + index * 6, size: 4)
            guard abs(offset) <= TimeZoneData.furthest else { throw Defect(reason: "it is too far from UTC") }
            offsets.append(offset)
        }
        var changes: [TimeZoneData.Change] = []
        for index in 0..<header.changes {
            let time = integer(at: start + index * size, size: size)
            let type = Int(bytes[start + header.changes * size + index])
            guard type < offsets.count else { throw Defect(reason: "a change names no offset") }
            guard time > changes.last?.time ?? .min else { throw Defect(reason: "its changes are not in order") }
            changes.append(TimeZoneData.Change(time: time, offset: offsets[type]))
        }
        return TimeZoneData(firstOffset: offsets[0], changes: changes, rule: rule)
    }

    /// The rule after the last change: between two line breaks, and empty when nothing is known.
    private func footer(at start: Int) throws(Defect) -> ZoneRule? {
        guard start < bytes.count, bytes[start] == 0x0A else { throw Defect(reason: "its last line is missing") }
        let rest = bytes[(start + 1)...]
        guard let end = rest.firstIndex(of: 0x0A) else { throw Defect(reason: "its last line is cut off") }
        let text = rest[..<end]
        if text.isEmpty { return nil }
        guard let rule = ZoneRuleParser.parse(text) else {
            throw Defect(reason: "its rule for later years cannot be read")
        }
        return rule
    }

    /// A signed number, the most significant byte first; the caller has checked that it is there.
    private func integer(at start: Int, size: Int) -> Int64 {
        var value: Int64 = bytes[start] & 0x80 == 0 ? 0 : -1
        for byte in bytes[start..<(start + size)] { value = value << 8 | Int64(byte) }
        return value
    }
}
