/// Lines of words, as Python's `textwrap` breaks them.
struct WordWrapping {
    let width: Int
    let breaksLongWords: Bool
    let breaksOnHyphens: Bool

    func wrapped(_ line: String) -> [String] {
        var chunks = Array(chunks([Unicode.Scalar](line)).reversed())
        var lines: [String] = []
        while !chunks.isEmpty {
            var (current, length): ([[Unicode.Scalar]], Int) = ([], 0)
            if Self.isBlank(chunks[chunks.count - 1]), !lines.isEmpty { chunks.removeLast() }
            while let chunk = chunks.last, length + chunk.count <= width {
                current.append(chunk)
                length += chunk.count
                chunks.removeLast()
            }
            if let chunk = chunks.last, chunk.count > width { handleLong(&chunks, &current, length) }
            if let last = current.last, Self.isBlank(last) { current.removeLast() }
            if !current.isEmpty { lines.append(String(scalars: current.joined())) }
        }
        return lines
    }

    /// A chunk that fits on no line: it is broken, or has a line to itself.
    private func handleLong(
        _ chunks: inout [[Unicode.Scalar]], _ current: inout [[Unicode.Scalar]], _ length: Int
    ) {
        guard breaksLongWords else {
            if current.isEmpty { current.append(chunks.removeLast()) }
            return
        }
        let chunk = chunks.removeLast()
        let room = width - length
        var end = room
        if breaksOnHyphens, chunk.count > room, let hyphen = chunk[..<room].lastIndex(of: "-"),
            hyphen > 0,
            chunk[..<hyphen].contains(where: { $0 != "-" })
        {
            end = hyphen + 1
        }
        current.append(Array(chunk[..<end]))
        chunks.append(Array(chunk[end...]))
    }

    private static func isBlank(_ chunk: [Unicode.Scalar]) -> Bool { chunk.allSatisfy(\.isSpace) }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        (0x09...0x0D).contains(scalar.value) || scalar == " "
    }

    /// Words, parts of hyphenated words, dashes and white space.
    private func chunks(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var (chunks, at): ([[Unicode.Scalar]], Int) = ([], 0)
        while at < text.count {
            let end = chunkEnd(text, at)
            chunks.append(Array(text[at..<end]))
            at = end
        }
        return chunks
    }

    private func chunkEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int {
        var end = start
        if Self.isSpace(text[start]) {
            while end < text.count, Self.isSpace(text[end]) { end += 1 }
            return end
        }
        guard breaksOnHyphens else {
            while end < text.count, !Self.isSpace(text[end]) { end += 1 }
            return end
        }
        if start > 0, Self.isPunctuated(text[start - 1]), let dash = dashEnd(text, start) {
            return dash
        }
        end = start + 1
        while end < text.count {
            if Self.isSpace(text[end]) { return end }
            if text[end] == "-", isHyphen(text, end) { return end + 1 }
            if Self.isPunctuated(text[end - 1]), dashEnd(text, end) != nil { return end }
            end += 1
        }
        return end
    }

    /// Behind two or more dashes that a word follows.
    private func dashEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
        var end = start
        while end < text.count, text[end] == "-" { end += 1 }
        return end >= start + 2 && end < text.count && text[end].isWord ? end : nil
    }

    private static func isPunctuated(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isWord || "!\"'&.,?".unicodeScalars.contains(scalar)
    }

    private func isLetter(_ text: [Unicode.Scalar], _ at: Int) -> Bool {
        text.indices.contains(at) && text[at].isWord && !text[at].isDigit && text[at] != "_"
            && text[at].properties.generalCategory != .decimalNumber
    }

    /// A hyphen within a word: two letters before it, or letter, hyphen, letter; and letters behind it.
    private func isHyphen(_ text: [Unicode.Scalar], _ at: Int) -> Bool {
        let before =
            isLetter(text, at - 1)
            && (isLetter(text, at - 2) || (at >= 2 && text[at - 2] == "-" && isLetter(text, at - 3)))
        guard before, isLetter(text, at + 1) else { return false }
        return isLetter(text, at + 2)
            || (at + 2 < text.count && text[at + 2] == "-" && isLetter(text, at + 3))
    }
}
