import Glibc

/// One part of a multipart body; the bytes stay where they are.
struct MultipartPart: Equatable {
    let name: String
    let filename: String?
    let mediaType: String?
    /// Of the body's bytes.
    let content: Range<Int>
}

/// A body is not what its `content-type` says.
struct MultipartError: Error, Equatable {
    let code: String
    let message: String

    static let unterminated = MultipartError(
        code: "multipart.unterminated", message: "The form ends before its closing boundary.")
    static let noBoundary = MultipartError(
        code: "multipart.no_boundary", message: "The content type names no valid boundary.")
    static let noName = MultipartError(
        code: "multipart.no_name", message: "A part of the form has no Content-Disposition with a name.")
    static let badHeader = MultipartError(
        code: "multipart.bad_header", message: "A part of the form has a header that cannot be read.")
    static let tooManyParts = MultipartError(
        code: "multipart.too_many_parts", message: "The form has more than \(MultipartParser.maximumParts) parts.")
    static let headersTooLong = MultipartError(
        code: "multipart.headers_too_long",
        message: "The headers of a part are longer than \(MultipartParser.maximumHeaderBytes) bytes.")
}

/// multipart/form-data (RFC 7578) over multipart (RFC 2046, 5.1): finds the parts and copies none of them.
struct MultipartParser {
    static let maximumParts = 256
    static let maximumHeaderBytes = 16 * 1024

    private let body: UnsafeRawBufferPointer
    private let delimiter: [UInt8]  // CR LF "--" boundary

    private init(body: UnsafeRawBufferPointer, boundary: [UInt8]) {
        self.body = body
        self.delimiter = [0x0D, 0x0A, 0x2D, 0x2D] + boundary
    }

    static func parse(_ body: UnsafeRawBufferPointer, boundary: [UInt8]) throws(MultipartError) -> [MultipartPart] {
        guard isBoundary(boundary) else { throw .noBoundary }
        return try MultipartParser(body: body, boundary: boundary).parts()
    }

    /// RFC 2046: one to seventy characters of a small set, the last of them no space.
    private static func isBoundary(_ bytes: [UInt8]) -> Bool {
        let punctuation = Set("'()+_,-./:=? ".utf8)
        return (1...70).contains(bytes.count) && bytes.last != 0x20
            && bytes.allSatisfy { isAlphanumeric($0) || punctuation.contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private func parts() throws(MultipartError) -> [MultipartPart] {
        // The first boundary may stand at the very beginning, without the line end that belongs to the others.
        var next: Int
        if matches(delimiter.dropFirst(2), at: 0) {
            next = delimiter.count - 2
        } else if let first = findDelimiter(from: 0) {
            next = first + delimiter.count
        } else {
            throw .unterminated
        }
        var parts: [MultipartPart] = []
        while !matches([0x2D, 0x2D], at: next) {
            guard let start = endOfPadding(from: next) else { throw .unterminated }
            guard parts.count < Self.maximumParts else { throw .tooManyParts }
            // Looked for from the line end before it, so that a boundary right after this one is seen.
            guard let end = findDelimiter(from: start - 2) else { throw .unterminated }
            parts.append(try part(from: start, to: end))
            next = end + delimiter.count
        }
        return parts
    }

    private func part(from start: Int, to end: Int) throws(MultipartError) -> MultipartPart {
        var headers = PartHeaders()
        var line = start
        while true {
            guard line < end, let lineEnd = endOfLine(from: line, to: end) else { throw .badHeader }
            guard lineEnd - start <= Self.maximumHeaderBytes else { throw .headersTooLong }
            if lineEnd == line { break }
            guard headers.add(String(decoding: body[line..<lineEnd], as: UTF8.self)) else { throw .badHeader }
            line = lineEnd + 2
        }
        guard let name = headers.name else { throw .noName }
        let content = min(line + 2, end)
        return MultipartPart(
            name: name, filename: headers.filename, mediaType: headers.mediaType, content: content..<end)
    }

    /// Where the CR LF that ends this line begins. It may be the one that belongs to the delimiter.
    private func endOfLine(from start: Int, to end: Int) -> Int? {
        var at = start
        while at <= end, let found = findByte(0x0D, from: at) {
            guard found <= end else { return nil }
            if matches([0x0A], at: found + 1) { return found }
            at = found + 1
        }
        return nil
    }

    /// A boundary may be followed by spaces before its line ends.
    private func endOfPadding(from start: Int) -> Int? {
        var at = start
        while at < body.count, body[at] == 0x20 || body[at] == 0x09 { at += 1 }
        return matches([0x0D, 0x0A], at: at) ? at + 2 : nil
    }

    private func findDelimiter(from start: Int) -> Int? {
        var at = max(start, 0)
        while let found = findByte(0x0D, from: at) {
            if matches(delimiter[...], at: found), endsBoundary(at: found + delimiter.count) { return found }
            at = found + 1
        }
        return nil
    }

    /// Whether a boundary ends here; else the content has a line that merely begins like one.
    private func endsBoundary(at index: Int) -> Bool {
        matches([0x2D, 0x2D], at: index) || endOfPadding(from: index) != nil
    }

    private func findByte(_ byte: UInt8, from start: Int) -> Int? {
        guard let base = body.baseAddress, start < body.count,
            let found = memchr(base + start, Int32(byte), body.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private func matches(_ bytes: ArraySlice<UInt8>, at index: Int) -> Bool {
        guard index >= 0, index <= body.count, body.count - index >= bytes.count else { return false }
        return body[index..<index + bytes.count].elementsEqual(bytes)
    }
}
