/// Hides the braces of `${NAME}` from the YAML parser, which reads them as the start and end of a mapping inside
/// `{ ... }` and `[ ... ]`. One character stands for one, so that places stay true.
enum ReferenceMask {
    /// Noncharacters, which no text holds: files with them are refused before.
    static let open: Unicode.Scalar = "\u{10FFFE}"
    static let close: Unicode.Scalar = "\u{10FFFF}"

    static func masked(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index...].starts(with: "${".utf8) else {
                out.append(bytes[index])
                index += 1
                continue
            }
            out.append(bytes[index])
            out += String(open).utf8
            index += 2
            // A brace beyond the line or the quotes belongs to the YAML, not to this reference.
            let stop = bytes[index...].firstIndex { "}{\"'\n\r".utf8.contains($0) }
            guard let stop, bytes[stop] == UInt8(ascii: "}") else { continue }
            out += bytes[index..<stop]
            out += String(close).utf8
            index = stop + 1
        }
        return out
    }

    static func unmasked(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == open || $0 == close }) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            out.append(scalar == open ? "{" : scalar == close ? "}" : scalar)
        }
        return String(out)
    }
}
