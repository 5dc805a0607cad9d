/// Reads the labels that a plugin gives a metric: a JSON object of strings, and nothing else.
enum LabelText {
    /// The labels; none for absent bytes; nil when the text is anything but an object of strings.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> [String: String]? {
        guard !bytes.isEmpty else { return [:] }
        var scanner = Scanner(bytes: bytes)
        return scanner.object()
    }

    private struct Scanner {
        let bytes: UnsafeRawBufferPointer
        var position = 0

        mutating func object() -> [String: String]? {
            var labels: [String: String] = [:]
            guard take(0x7B) else { return nil }
            if take(0x7D) { return atEnd ? labels : nil }
            repeat {
                guard let name = string(), take(0x3A), let value = string() else { return nil }
                labels[name] = value
            } while take(0x2C)
            return take(0x7D) && atEnd ? labels : nil
        }

        var atEnd: Bool {
            mutating get {
                skipSpace()
                return position == bytes.count
            }
        }

        mutating func skipSpace() {
            while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            skipSpace()
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        mutating func string() -> String? {
            guard take(0x22) else { return nil }
            var out: [UInt8] = []
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                switch byte {
                case 0x22: return String(decoding: out, as: UTF8.self)
                case 0x5C:
                    guard let scalar = escape() else { return nil }
                    out.append(contentsOf: Array(String(scalar).utf8))
                case 0..<0x20: return nil
                default: out.append(byte)
                }
            }
            return nil
        }

        mutating func escape() -> Unicode.Scalar? {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            switch byte {
            case 0x22: return "\""
            case 0x5C: return "\\"
            case 0x2F: return "/"
            case 0x62: return "\u{8}"
            case 0x66: return "\u{c}"
            case 0x6E: return "\n"
            case 0x72: return "\r"
            case 0x74: return "\t"
            case 0x75:
                guard position + 4 <= bytes.count else { return nil }
                let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
                position += 4
                return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
            default: return nil
            }
        }
    }
}
