import CXML

/// Reads a document. Characters that XML forbids (control characters, U+FFFE, U+FFFF) are read as a space or U+FFFD:
/// they come from somebody's name, and no reason to refuse a report. Document types, processing instructions and
/// entities beyond the five are refused.
///
/// - Parameter bytes: UTF-8.
public func parseMarkup(_ bytes: [UInt8], limits: MarkupLimits = MarkupLimits()) throws(MarkupError) -> Element {
    guard bytes.count <= limits.bytes else {
        throw MarkupError(
            code: "markup.too_large",
            message: "The markup has \(bytes.count) bytes; at most \(limits.bytes) are read.")
    }
    let document = try withoutForbiddenCharacters(bytes)
    let outcome: Result<Element, MarkupError> = document.withUnsafeBufferPointer { bytes in
        if let offset = crowdedTag(in: bytes, most: MarkupLimits.attributes) {
            return .failure(
                MarkupError(
                    code: "markup.too_large",
                    message: "An element has more than \(MarkupLimits.attributes) attributes.",
                    position: MarkupPosition(of: offset, in: bytes)))
        }
        let builder = TreeBuilder(TagPlaces(bytes), limits: limits)
        return builder.read(bytes)
    }
    return try outcome.get()
}

/// Checks that the bytes are UTF-8, and puts others of the same length in place of those that XML forbids.
private func withoutForbiddenCharacters(_ bytes: [UInt8]) throws(MarkupError) -> [UInt8] {
    guard String(validating: bytes, as: UTF8.self) != nil else {
        throw MarkupError(code: "markup.malformed", message: "The markup is not UTF-8.")
    }
    var bytes = bytes
    for index in bytes.indices {
        switch bytes[index] {
        case 0x09, 0x0A, 0x0D: break
        case 0x00..<0x20: bytes[index] = UInt8(ascii: " ")
        case 0xBE, 0xBF:
            if index >= 2, bytes[index - 1] == 0xBF, bytes[index - 2] == 0xEF { bytes[index] = 0xBD }
        default: break
        }
    }
    return bytes
}
