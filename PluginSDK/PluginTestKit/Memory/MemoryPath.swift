/// The rules of a path, as a host has them: nothing that one server on the way may read otherwise than another.
enum MemoryPath {
    /// What is wrong with a path, as a sentence; nil when nothing is.
    static func problem(of path: String) -> String? {
        guard path.utf8.first == UInt8(ascii: "/") else { return "A path begins with a slash." }
        let (decoded, isWhole) = decoded(path.utf8)
        guard path.utf8.allSatisfy(isAllowed), isWhole else {
            return "A path is percent-encoded and has neither query nor fragment."
        }
        guard !decoded.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else {
            return "A path has neither control characters nor backslashes, encoded or not."
        }
        // An encoded slash may be read as one.
        let segments = decoded.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if segments.dropLast().contains(where: \.isEmpty) { return "A path has no empty segment." }
        // Somebody on the way may decode once more.
        let hasDots = hasDots(decoded) || hasDots(Self.decoded(decoded).bytes)
        return hasDots ? "A path has no segment . or .. in it." : nil
    }

    /// Whether some server may read a segment as `.` or `..`: some take a backslash for a slash, and some drop what
    /// follows a semicolon (RFC 3986, 3.3).
    private static func hasDots(_ path: [UInt8]) -> Bool {
        path.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.contains { segment in
            let name = segment.prefix { $0 != UInt8(ascii: ";") }
            return name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8)
        }
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

    /// Every percent sign that has two hexadecimal digits behind it decoded, and whether that were all.
    private static func decoded(_ bytes: some Sequence<UInt8>) -> (bytes: [UInt8], isWhole: Bool) {
        var out: [UInt8] = []
        var isWhole = true
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                out.append(byte)
                continue
            }
            if let high = rest.first.flatMap(digit), let low = rest.dropFirst().first.flatMap(digit) {
                out.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                out.append(byte)
                isWhole = false
            }
        }
        return (out, isWhole)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8(truncatingIfNeeded: $0) }
    }
}
