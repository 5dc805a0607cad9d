/// Reads archives of stored files by the format's own words (APPNOTE 6.3, sections 4.3.7 and 4.3.12), independently of
/// what writes them.
enum ZIPReader {
    struct Malformed: Error {}

    struct Entry: Equatable {
        var name: String
        var bytes: [UInt8]
        /// MS-DOS date and time.
        var time: Int
        /// Bit 11: the name is UTF-8.
        var flags: Int
    }

    static func entries(of archive: [UInt8]) throws -> [Entry] {
        func number(_ offset: Int, _ size: Int) throws -> Int {
            guard offset >= 0, offset + size <= archive.count else { throw Malformed() }
            return archive[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        func bytes(_ offset: Int, _ size: Int) throws -> [UInt8] {
            guard offset >= 0, size >= 0, offset + size <= archive.count else { throw Malformed() }
            return Array(archive[offset..<offset + size])
        }
        // The end of the list of entries is the file's end: no comment follows it.
        let end = archive.count - 22
        guard try number(end, 4) == 0x0605_4B50 else { throw Malformed() }
        var place = try number(end + 16, 4)
        return try (0..<(try number(end + 10, 2))).map { _ in
            guard try number(place, 4) == 0x0201_4B50, try number(place + 10, 2) == 0 else { throw Malformed() }
            let (size, nameLength) = (try number(place + 24, 4), try number(place + 28, 2))
            let local = try number(place + 42, 4)
            let start = local + 30 + (try number(local + 26, 2)) + (try number(local + 28, 2))
            let entry = Entry(
                name: String(decoding: try bytes(place + 46, nameLength), as: UTF8.self),
                bytes: try bytes(start, size), time: try number(place + 12, 4), flags: try number(place + 8, 2))
            guard try number(place + 16, 4) == crc(entry.bytes) else { throw Malformed() }
            place += 46 + nameLength + (try number(place + 30, 2)) + (try number(place + 32, 2))
            return entry
        }
    }

    /// CRC-32 of ISO 3309.
    private static func crc(_ bytes: [UInt8]) -> Int {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(~crc)
    }
}
