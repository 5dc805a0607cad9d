/// The rules of a path, as a host has them: nothing that one server on the way may read otherwise than another.
enum MemoryPath {
    /// What is wrong with a path, as a sentence; nil when nothing is.
    static func problem(of path: String) -> String? {
        guard path.utf8.first == UInt8(ascii: "/") else { return "A path begins with a slash." }
        guard path.utf8.allSatisfy(isAllowed), let decoded = decoded(path) else {
            return "A path is percent-encoded and has neither query nor fragment."
        }
        guard !decoded.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else {
            return "A path has neither control characters nor backslashes, encoded or not."
        }
        // An encoded slash may be read as one.
        let segments = decoded.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if segments.dropLast().contains(where: \.isEmpty) { return "A path has no empty segment." }
        let isDots = segments.contains { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
        return isDots ? "A path has no segment . or .. in it." : nil
    }

    /// RFC 3986, 3.3, and the percent sign.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~!$&'()*+,;=:@/%".utf8.contains(byte)
        }
    }

    /// Nil for a percent sign without two hexadecimal digits.
    private static func decoded(_ path: String) -> [UInt8]? {
        var decoded: [UInt8] = []
        var bytes = path.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = bytes.next().flatMap(digit), let low = bytes.next().flatMap(digit) else { return nil }
            decoded.append(high << 4 | low)
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8(truncatingIfNeeded: $0) }
    }
}
