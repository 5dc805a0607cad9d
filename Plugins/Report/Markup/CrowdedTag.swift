/// Finds a tag with very many attributes before libxml2 sees it, which compares each with all others: a hundred thousand
/// take it seconds. One pass over the bytes, which need not be well formed: what is not, libxml2 refuses where it is.
///
/// - Returns: the offset of the first tag's `<` with more than `most` equals signs outside of quotes; nil: none has.
func crowdedTag(in bytes: UnsafeBufferPointer<UInt8>, most: Int) -> Int? {
    var at = 0
    while at < bytes.count {
        guard bytes[at] == UInt8(ascii: "<") else {
            at += 1
            continue
        }
        if let end = passage(bytes, from: at, "<!--", "-->") ?? passage(bytes, from: at, "<![CDATA[", "]]>") {
            at = end
            continue
        }
        let start = at
        var equals = 0
        var quote: UInt8 = 0
        tag: while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if quote == 0 { quote = byte } else if quote == byte { quote = 0 }
            case UInt8(ascii: "=") where quote == 0:
                equals += 1
                if equals > most { return start }
            case UInt8(ascii: ">") where quote == 0: break tag
            default: break
            }
        }
    }
    return nil
}

/// Where something ends that begins here, as a comment does: the offset behind it.
private func passage(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ opening: StaticString, _ closing: StaticString
) -> Int? {
    func stands(_ text: StaticString, at offset: Int) -> Bool {
        guard offset + text.utf8CodeUnitCount <= bytes.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where bytes[offset + index] != text.utf8Start[index] { return false }
        return true
    }
    guard stands(opening, at: start) else { return nil }
    var end = start + opening.utf8CodeUnitCount
    while end < bytes.count {
        if stands(closing, at: end) { return end + closing.utf8CodeUnitCount }
        end += 1
    }
    return end
}

extension MarkupPosition {
    /// Of a byte; looks at all before it.
    init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        self.init(line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: offset - lineStart + 1)
    }
}
