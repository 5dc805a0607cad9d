/// Base 64 of RFC 4648 section 4, as the browser writes pictures: no line breaks, padded.
enum Base64 {
    private static let invalid: UInt32 = 1 << 31

    /// The six bits of each character; `invalid` for those that are none.
    private static let bits: [UInt32] = {
        var table = [UInt32](repeating: invalid, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (index, character) in alphabet.utf8.enumerated() { table[Int(character)] = UInt32(index) }
        return table
    }()

    /// Nil when it is not base 64.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        guard text.count.isMultiple(of: 4) else { return nil }
        let padding = text.suffix(2).reduce(0) { $0 + ($1 == UInt8(ascii: "=") ? 1 : 0) }
        guard padding < 2 || text.suffix(2).elementsEqual("==".utf8) else { return nil }
        guard padding == 0 || text.last == UInt8(ascii: "=") else { return nil }
        let size = text.count / 4 * 3 - padding
        var seen: UInt32 = 0
        let decoded = [UInt8](unsafeUninitializedCapacity: size) { output, count in
            text.withUnsafeBufferPointer { input in
                bits.withUnsafeBufferPointer { bits in
                    let whole = size / 3
                    for group in 0..<whole {
                        let at = group &* 4
                        let word =
                            bits[Int(input[at])] &<< 18 | bits[Int(input[at &+ 1])] &<< 12
                            | bits[Int(input[at &+ 2])] &<< 6 | bits[Int(input[at &+ 3])]
                        seen |=
                            bits[Int(input[at])] | bits[Int(input[at &+ 1])] | bits[Int(input[at &+ 2])]
                            | bits[Int(input[at &+ 3])]
                        output[group &* 3] = UInt8(truncatingIfNeeded: word >> 16)
                        output[group &* 3 &+ 1] = UInt8(truncatingIfNeeded: word >> 8)
                        output[group &* 3 &+ 2] = UInt8(truncatingIfNeeded: word)
                    }
                    guard padding > 0 else { return }
                    let at = whole &* 4
                    let third = padding == 1 ? bits[Int(input[at &+ 2])] : 0
                    let word = bits[Int(input[at])] &<< 18 | bits[Int(input[at &+ 1])] &<< 12 | third &<< 6
                    seen |= bits[Int(input[at])] | bits[Int(input[at &+ 1])] | third
                    output[whole &* 3] = UInt8(truncatingIfNeeded: word >> 16)
                    if padding == 1 { output[whole &* 3 &+ 1] = UInt8(truncatingIfNeeded: word >> 8) }
                }
            }
            count = size
        }
        return seen & invalid == 0 ? decoded : nil
    }
}
