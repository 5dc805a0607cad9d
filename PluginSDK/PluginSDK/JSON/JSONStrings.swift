extension JSONReader {
    /// The text whose opening quotation mark is at the place.
    mutating func string() throws(JSONFault) -> String {
        at += 1
        let start = at
        var seen: UInt8 = 0
        while let byte = next {
            if byte == UInt8(ascii: "\"") {
                let run = UnsafeBufferPointer(rebasing: bytes[start..<at])
                // ASCII is UTF-8: most names and texts need no check of their own.
                let text = seen < 0x80 ? String(decoding: run, as: UTF8.self) : try text(run, from: start)
                at += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw wrong("a control character in a text") }
            seen |= byte
            at += 1
        }
        throw wrong("a text has no end")
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(JSONFault) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw JSONFault(sentence: "a text is not UTF-8", offset: start)
        }
        return text
    }

    /// The same where there are escapes, the first of them at the place.
    private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
        var unescaped: [UInt8] = []
        var run = start
        while let byte = next {
            if byte == UInt8(ascii: "\\") {
                unescaped.append(contentsOf: bytes[run..<at])
                at += 1
                try escape(into: &unescaped)
                run = at
            } else if byte == UInt8(ascii: "\"") {
                unescaped.append(contentsOf: bytes[run..<at])
                at += 1
                return try unescaped.withUnsafeBufferPointer { (bytes) throws(JSONFault) in
                    try text(bytes, from: start)
                }
            } else {
                guard byte >= 0x20 else { throw wrong("a control character in a text") }
                at += 1
            }
        }
        throw wrong("a text has no end")
    }

    /// An escape behind its backslash.
    private mutating func escape(into bytes: inout [UInt8]) throws(JSONFault) {
        guard let letter = next else { throw wrong("a text has no end") }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "u"):
            at += 1
            let scalar = try scalar()
            if scalar.value < 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                bytes.append(contentsOf: scalar.utf8)
            }
            return
        default: throw wrong("an escape that JSON does not have")
        }
        at += 1
    }

    /// What one `\u` names, or the two of a surrogate pair; the place is behind the first `\u`.
    private mutating func scalar() throws(JSONFault) -> Unicode.Scalar {
        let start = at
        let high = try codeUnit()
        if let scalar = Unicode.Scalar(high) { return scalar }
        let half = JSONFault(sentence: "half a surrogate pair", offset: start)
        guard high < 0xDC00, next == UInt8(ascii: "\\") else { throw half }
        at += 1
        guard next == UInt8(ascii: "u") else { throw half }
        at += 1
        let low = try codeUnit()
        guard low & 0xFC00 == 0xDC00,
            let scalar = Unicode.Scalar(0x10000 + (high & 0x3FF) << 10 + low & 0x3FF)
        else { throw half }
        return scalar
    }

    private mutating func codeUnit() throws(JSONFault) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch next {
            case .some(let byte) where byte &- 0x30 < 10: digit = byte &- 0x30
            case .some(let byte) where (byte | 0x20) &- 0x61 < 6: digit = (byte | 0x20) &- 0x61 &+ 10
            default: throw wrong("four hexadecimal digits are expected")
            }
            unit = unit << 4 | UInt32(digit)
            at += 1
        }
        return unit
    }
}
