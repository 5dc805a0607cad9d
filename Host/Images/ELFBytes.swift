/// Little-endian numbers, ranges and strings from bytes that nobody vouches for: every access is checked.
struct ELFBytes {
    let bytes: [UInt8]

    /// The range of a table or section.
    func range(offset: UInt64, size: UInt64) throws(ELFDefect) -> Range<Int> {
        let (end, overflow) = offset.addingReportingOverflow(size)
        guard !overflow, end <= UInt64(Int.max) else {
            throw .damaged("offsets beyond any file")
        }
        guard end <= UInt64(bytes.count) else { throw .truncated(needed: Int(end), actual: bytes.count) }
        return Int(offset)..<Int(end)
    }

    func number<Number: FixedWidthInteger & UnsignedInteger>(
        _ type: Number.Type, at offset: Int, in range: Range<Int>
    ) throws(ELFDefect) -> Number {
        let size = MemoryLayout<Number>.size
        guard offset >= 0, offset <= range.count - size else {
            throw .damaged("a table that ends in the middle of an entry")
        }
        var value: Number = 0
        for index in (0..<size).reversed() {
            value = value << 8 | Number(bytes[range.lowerBound + offset + index])
        }
        return value
    }

    /// A zero-terminated string in a string table; nil when it does not lie in the table. Names have bounded length,
    /// so that a malicious table costs no more than an honest one.
    func string(at offset: UInt64, in table: Range<Int>) -> String? {
        guard offset < UInt64(table.count) else { return nil }
        let start = table.lowerBound + Int(offset)
        let window = bytes[start..<min(table.upperBound, start + 4096)]
        guard let end = window.firstIndex(of: 0) else { return nil }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
