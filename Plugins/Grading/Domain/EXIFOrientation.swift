/// How a camera held the picture: the orientation tag in the EXIF part of a JPEG.
enum EXIFOrientation {
    /// 1...8 as EXIF counts; 1, upright, when there is no tag or it makes no sense.
    static func read(jpeg bytes: UnsafeRawBufferPointer) -> Int32 {
        var at = 2
        // Segments: FF, marker, two bytes of length that count themselves.
        while at + 4 <= bytes.count, bytes[at] == 0xFF {
            let marker = bytes[at + 1]
            if marker == 0xFF {
                at += 1
                continue
            }
            guard marker != 0xDA, marker != 0xD9 else { return 1 }
            let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
            guard length >= 2, at + 2 + length <= bytes.count else { return 1 }
            if marker == 0xE1,
                let found = orientation(tiff: UnsafeRawBufferPointer(rebasing: bytes[(at + 4)..<(at + 2 + length)]))
            {
                return found
            }
            at += 2 + length
        }
        return 1
    }

    private static func orientation(tiff segment: UnsafeRawBufferPointer) -> Int32? {
        guard segment.count >= 14, segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) else { return nil }
        let tiff = UnsafeRawBufferPointer(rebasing: segment[6...])
        let isLittle = tiff[0] == 0x49
        guard isLittle || tiff[0] == 0x4D else { return nil }
        func number(_ at: Int, bytes count: Int) -> Int? {
            guard at >= 0, at + count <= tiff.count else { return nil }
            return (0..<count).reduce(0) { $0 << 8 | Int(tiff[isLittle ? at + count - 1 - $1 : at + $1]) }
        }
        guard let directory = number(4, bytes: 4), let entries = number(directory, bytes: 2) else { return nil }
        for entry in 0..<entries {
            let at = directory + 2 + entry * 12
            guard let tag = number(at, bytes: 2) else { return nil }
            guard tag == 0x0112 else { continue }
            guard let value = number(at + 8, bytes: 2), (1...8).contains(value) else { return nil }
            return Int32(value)
        }
        return nil
    }
}
