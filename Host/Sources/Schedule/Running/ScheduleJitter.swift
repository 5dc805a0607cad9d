/// By how much a schedule's job is later than its time: spread over the bound, and the same on every host.
enum ScheduleJitter {
    /// - Parameter most: in seconds.
    static func delay(of name: String, at time: Int64, most: Int64) -> Int64 {
        guard most > 0 else { return 0 }
        // FNV-1a over the name, then the finisher of SplitMix64, so that neighbouring times differ in all bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = hash &+ UInt64(bitPattern: time) &* 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int64((hash ^ (hash >> 31)) % UInt64(most + 1))
    }
}
