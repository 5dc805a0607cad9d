/// Says where opening tags and their attributes stand, by looking at the bytes again: libxml2 tells only where a tag
/// ends. Tags come in order, so that every line end is passed once.
struct TagPlaces {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var line = 1
    private var lineStart = 0
    private var passed = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The place of the `<` and of each attribute's name. `end` is the offset of the byte that ends the tag. No `<` can
    /// stand within a tag, not even in a value.
    mutating func places(tagEndingAt end: Int, attributes: Int) -> (tag: MarkupPosition, attributes: [MarkupPosition]) {
        let end = min(max(end, 0), bytes.count)
        var start = end
        while start > passed, bytes[start - 1] != UInt8(ascii: "<") { start -= 1 }
        start = max(start - 1, passed)
        let tag = position(of: start)
        var found: [MarkupPosition] = []
        found.reserveCapacity(attributes)
        var at = start
        var isBlankBefore = false
        while at < end, found.count < attributes {
            switch bytes[at] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): isBlankBefore = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let quote = bytes[at]
                at += 1
                while at < end, bytes[at] != quote { at += 1 }
                isBlankBefore = false
            case UInt8(ascii: "="): isBlankBefore = false
            default:
                // After `name =` a blank may stand, but then a quote follows and no name.
                if isBlankBefore { found.append(position(of: at)) }
                isBlankBefore = false
            }
            at += 1
        }
        while found.count < attributes { found.append(tag) }
        return (tag, found)
    }

    /// Offsets must not go backwards.
    private mutating func position(of offset: Int) -> MarkupPosition {
        while passed < offset {
            if bytes[passed] == UInt8(ascii: "\n") {
                line += 1
                lineStart = passed + 1
            }
            passed += 1
        }
        return MarkupPosition(line: line, column: offset - lineStart + 1)
    }
}
