enum Pictures {
    /// PNG specification, section 11.2.1: the header's width and height.
    static func sizeOfPNG(_ bytes: [UInt8]) -> (Int, Int) {
        guard bytes.count > 24 else { return (0, 0) }
        func number(_ at: Int) -> Int { bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
        return (number(16), number(20))
    }
}
