/// The name of a blob's object: the bytes of its key in 64 digits, a slash behind each 200, and an exclamation mark.
///
/// Keys are any text; names of objects are not, in practice: proxies resolve dots and join slashes, services differ about
/// Unicode, MinIO takes no part of more than 255 bytes and no object `a/b` beside an object `a`, and S3 no name of more
/// than 1,024 bytes, which percent-encoding would make of a key of 512. The digits are in the order of their bytes, the
/// slashes at fixed places, and the mark comes before all digits: names are in the order of their keys, so that S3's
/// lists are the service's.
enum ObjectName {
    private static let digits = Array("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".utf8)
    private static let values: [UInt8: UInt8] = Dictionary(
        uniqueKeysWithValues: zip(digits, 0...63).map { ($0, UInt8($1)) })
    private static let part = 200
    private static let end: Character = "!"

    static func of(_ key: String) -> String { encoded(Array(key.utf8)) + String(end) }

    /// What all names of keys with this prefix begin with - and some others, when the prefix ends within a digit.
    static func common(prefix: String) -> String {
        let count = prefix.utf8.count * 8 / 6
        return separated(digits(Array(prefix.utf8)).prefix(count))
    }

    /// Comes before all names of keys with this prefix, and behind those of all smaller keys.
    static func before(prefix: String) -> String { encoded(Array(prefix.utf8)) }

    /// The key of a name; nil when it is none of ours.
    static func key(of name: String) -> String? {
        guard name.last == end else { return nil }
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for digit in name.dropLast().utf8 where digit != UInt8(ascii: "/") {
            guard let value = values[digit] else { return nil }
            bits = (bits << 6 | UInt32(value)) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard let key = String(validating: bytes, as: UTF8.self), !key.isEmpty, of(key) == name else { return nil }
        return key
    }

    private static func encoded(_ bytes: [UInt8]) -> String { separated(digits(bytes)[...]) }

    private static func digits(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = (bits << 8 | UInt32(byte)) & 0xFFFF
            count += 8
            while count >= 6 {
                count -= 6
                text.append(digits[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { text.append(digits[Int(bits << UInt32(6 - count) & 63)]) }
        return text
    }

    private static func separated(_ digits: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        for (place, digit) in digits.enumerated() {
            if place > 0, place % part == 0 { text.append(UInt8(ascii: "/")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
