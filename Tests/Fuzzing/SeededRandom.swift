/// SplitMix64: the same numbers on every machine, so that a failure can be repeated.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(_ seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

extension [UInt8] {
    /// A few bytes changed, cut, doubled or put in.
    package func mutated(_ random: inout SeededRandom) -> [UInt8] {
        var bytes = self
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 2: bytes.removeSubrange(at..<Swift.min(bytes.count, at + Int.random(in: 1...16, using: &random)))
            case 3: bytes.insert(contentsOf: bytes[at..<Swift.min(bytes.count, at + 12)], at: at)
            case 4: bytes[at] = [0x00, 0xFF, 0x7F, 0x80, 0x2D, 0x39][Int.random(in: 0..<6, using: &random)]
            default: bytes.removeLast(Int.random(in: 0...Swift.min(bytes.count, 40), using: &random))
            }
        }
        return bytes
    }
}
