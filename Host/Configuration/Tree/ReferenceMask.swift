/// Hides the braces of `${NAME}` and of `/{id}` from the YAML parser, which reads them as the start and end of a
/// mapping inside `{ ... }` and `[ ... ]`. One character stands for one, so that places stay true.
enum ReferenceMask {
    /// Noncharacters, which no text holds: files with them are refused before.
    static let open: Unicode.Scalar = "\u{10FFFE}"
    static let close: Unicode.Scalar = "\u{10FFFF}"

    static func masked(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            out.append(bytes[index])
            index += 1
            guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { continue }
            switch bytes[index - 1] {
            case UInt8(ascii: "$"): mask(bytes, from: &index, to: &out, always: true, isInside: isInReference)
            case UInt8(ascii: "/"): mask(bytes, from: &index, to: &out, always: false, isInside: isInParameter)
            default: continue
            }
        }
        return out
    }

    /// Passes on what stands between a brace and the next one, if that ends it.
    /// - Parameter always: whether the first brace is masked although no other ends it.
    private static func mask(
        _ bytes: [UInt8], from index: inout Int, to out: inout [UInt8], always: Bool, isInside: (UInt8) -> Bool
    ) {
        let stop = bytes[(index + 1)...].firstIndex { !isInside($0) }
        guard let stop, bytes[stop] == UInt8(ascii: "}") else {
            guard always else { return }
            out += String(open).utf8
            index += 1
            return
        }
        out += String(open).utf8
        out += bytes[(index + 1)..<stop]
        out += String(close).utf8
        index = stop + 1
    }

    /// A brace beyond the line or the quotes belongs to the YAML, not to this reference.
    private static func isInReference(_ byte: UInt8) -> Bool { !"}{\"'\n\r".utf8.contains(byte) }

    /// Of the path `/exams/{id}`; what no plain text of YAML can hold otherwise.
    private static func isInParameter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
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
