/// Job headers as one run of bytes, for a column of a table: for each text its length in four bytes, the lowest first,
/// then its UTF-8.
public enum HeaderBlock {
    public static func encode(_ headers: [(name: String, value: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for header in headers {
            append(header.name, to: &bytes)
            append(header.value, to: &bytes)
        }
        return bytes
    }

    /// Reads what ``encode(_:)`` wrote. Of damaged bytes it returns the headers before the damage.
    public static func decode(_ bytes: UnsafeRawBufferPointer) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        var rest = bytes[...]
        while let name = text(&rest), let value = text(&rest) { headers.append((name, value)) }
        return headers
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let count = UInt32(clamping: text.utf8.count)
        for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
        bytes.append(contentsOf: text.utf8.prefix(Int(count)))
    }

    private static func text(_ rest: inout Slice<UnsafeRawBufferPointer>) -> String? {
        guard rest.count >= 4 else { return nil }
        let count = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard rest.count - 4 >= count else { return nil }
        let text = String(decoding: rest.dropFirst(4).prefix(count), as: UTF8.self)
        rest = rest.dropFirst(4 + count)
        return text
    }
}
