/// Base64 of RFC 4648, section 4, without line breaks; written where it is needed: a report of half a megabyte is copied
/// once.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// Characters of so many bytes.
    package static func length(of count: Int) -> Int { (count + 2) / 3 * 4 }

    package static func append(_ data: [UInt8], to text: inout [UInt8]) {
        // In pieces that stay in the fastest memory, each of whole groups of three.
        let piece = 3 * 1024
        text.reserveCapacity(text.count + length(of: data.count))
        data.withUnsafeBufferPointer { data in
            alphabet.withUnsafeBufferPointer { alphabet in
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length(of: piece)) { room in
                    var start = 0
                    while start < data.count {
                        let end = min(start + piece, data.count)
                        let count = encode(data, start..<end, alphabet, into: room)
                        text.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<count]))
                        start = end
                    }
                }
            }
        }
    }

    package static func encode(_ data: [UInt8]) -> String {
        var text: [UInt8] = []
        append(data, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// - Parameter room: as large as `length(of:)` of the range.
    private static func encode(
        _ data: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ alphabet: UnsafeBufferPointer<UInt8>,
        into room: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var written = 0
        var index = range.lowerBound
        while range.upperBound - index >= 3 {
            let group = UInt32(data[index]) << 16 | UInt32(data[index + 1]) << 8 | UInt32(data[index + 2])
            room[written] = alphabet[Int(group >> 18)]
            room[written + 1] = alphabet[Int(group >> 12 & 63)]
            room[written + 2] = alphabet[Int(group >> 6 & 63)]
            room[written + 3] = alphabet[Int(group & 63)]
            written += 4
            index += 3
        }
        let left = range.upperBound - index
        guard left > 0 else { return written }
        let group = UInt32(data[index]) << 16 | (left > 1 ? UInt32(data[index + 1]) << 8 : 0)
        room[written] = alphabet[Int(group >> 18)]
        room[written + 1] = alphabet[Int(group >> 12 & 63)]
        room[written + 2] = left > 1 ? alphabet[Int(group >> 6 & 63)] : padding
        room[written + 3] = padding
        return written + 4
    }
}
