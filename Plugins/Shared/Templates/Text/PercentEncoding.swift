/// Text for URLs (RFC 3986), as Python's `quote`.
enum PercentEncoding {
    static func encoded(_ value: Value, _ run: Run) throws(TemplateError) -> String {
        if value.text != nil || !value.isIterable { return try quoted(value, isQuery: false, run) }
        var parts: [String] = []
        if case .dictionary(let mapping) = value {
            for (key, value) in zip(mapping.keys, mapping.values) {
                parts.append(try quoted(key, isQuery: true, run) + "=" + quoted(value, isQuery: true, run))
            }
        } else {
            for element in try value.elements(run) {
                let pair = try element.elements(run)
                guard pair.count == 2 else {
                    throw TemplateError(.value, "urlencode needs pairs of name and value")
                }
                parts.append(
                    try quoted(pair[0], isQuery: true, run) + "=" + quoted(pair[1], isQuery: true, run))
            }
        }
        return parts.joined(separator: "&")
    }

    private static func quoted(_ value: Value, isQuery: Bool, _ run: Run) throws(TemplateError)
        -> String
    {
        let text = try value.printed(run)
        try run.willMake(bytes: text.utf8.count * 3)
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            case UInt8(ascii: "/") where !isQuery: result.append(byte)
            case UInt8(ascii: " ") where isQuery: result.append(UInt8(ascii: "+"))
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(utf8: result)
    }
}
