/// The paths that a plugin may ask an upstream for: absolute, percent-encoded, and without anything that makes one
/// path mean another to some server on the way.
enum UpstreamPath {
    /// Most bytes of a path and its query.
    static let limit = 16 << 10

    /// Nil when `path` may be sent; else what is wrong with it.
    static func fault(of path: String) -> String? {
        let bytes = Array(path.utf8)
        guard bytes.count <= limit else { return "has more than \(limit) bytes" }
        guard bytes.first == UInt8(ascii: "/") else { return "does not begin with /" }
        guard bytes.allSatisfy(isAllowed) else { return "has a character that must be percent-encoded" }
        let (decoded, isWhole) = Self.decoded(bytes)
        guard isWhole else { return "has a percent sign without two hexadecimal digits" }
        guard !decoded.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return "has a control character" }
        guard !decoded.contains(UInt8(ascii: "\\")) else { return "has a backslash" }
        // An escaped slash may be read as one.
        let segments = decoded.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard segments.dropLast().allSatisfy({ !$0.isEmpty }) else { return "has an empty segment" }
        // Somebody on the way may decode once more.
        let hasDots = hasDots(decoded) || hasDots(Self.decoded(decoded).bytes)
        return hasDots ? "has a segment . or .." : nil
    }

    /// Whether some server may read a segment as `.` or `..`: some take a backslash for a slash, and some drop what
    /// follows a semicolon (RFC 3986, section 3.3).
    private static func hasDots(_ path: [UInt8]) -> Bool {
        path.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.contains { segment in
            let name = segment.prefix { $0 != UInt8(ascii: ";") }
            return name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8)
        }
    }

    /// What may stand in a path (RFC 3986, section 3.3), and the percent sign.
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
