/// Where brackets close, without a look at what is between them.
enum Bracketing {
    /// Behind the bracket that closes the one at `start`; strings are stepped over. Nil: it is never closed.
    static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var (depth, at, inString) = (0, start, false)
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\\") where inString: at += 1
            case UInt8(ascii: "\""): inString.toggle()
            case UInt8(ascii: "{") where !inString, UInt8(ascii: "[") where !inString: depth += 1
            case UInt8(ascii: "}") where !inString, UInt8(ascii: "]") where !inString:
                depth -= 1
                if depth == 0 { return at + 1 }
            default: break
            }
            at += 1
        }
        return nil
    }
}
