import Glibc

/// The text of a configuration file, kept to show the offending line of a problem found later. Secrets in the text
/// are not shown.
public struct ConfigurationSource: Sendable {
    /// From the first character of a value to just behind its last.
    private struct Extent {
        let start: SourcePosition
        let end: SourcePosition
    }

    /// The file's name as the operator wrote it.
    public let name: String
    private let bytes: [UInt8]
    private var hidden: [Extent] = []

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Shows a value no more, unless it only says where a secret is to be had.
    mutating func hide(_ node: ConfigurationNode) {
        guard case .scalar(let scalar) = node.content, !scalar.isReference else { return }
        hidden.append(Extent(start: node.position, end: scalar.end))
    }

    /// A problem at a place of this file, with the line shown there. For what is found after parsing: by a plugin
    /// about its own settings, or when a named plugin does not exist.
    public func problem(
        code: String, message: String, suggestion: String? = nil, at position: SourcePosition
    ) -> ConfigurationProblem {
        ConfigurationProblem(
            code: code, message: message, suggestion: suggestion, position: position, excerpt: excerpt(at: position))
    }

    /// What is shown of the line at a place; nil outside the file and for an empty line. Invalid UTF-8 is repaired,
    /// and each character of a secret is an asterisk, so that columns stay true.
    private func excerpt(at position: SourcePosition) -> Excerpt? {
        guard let range = bytesOfLine(position.line), !range.isEmpty else { return nil }
        let before = max(0, position.column - 1)
        let skipped = max(0, before - Excerpt.reach)
        var rest = String(decoding: bytes[range], as: UTF8.self).unicodeScalars.dropFirst(skipped)
        let part = rest.prefix(2 * Excerpt.reach)
        rest = rest.dropFirst(part.count)
        var scalars = Array(part)
        SecretPattern.hide(in: &scalars)
        for extent in hidden where extent.start.line <= position.line && position.line <= extent.end.line {
            let first = position.line > extent.start.line ? 0 : extent.start.column - 1 - skipped
            let last = position.line < extent.end.line ? scalars.count : extent.end.column - 1 - skipped
            let span = min(max(first, 0), scalars.count)..<min(max(last, first, 0), scalars.count)
            for index in span where scalars[index] != " " { scalars[index] = "*" }
        }
        return Excerpt(of: scalars, caret: before - skipped, isCut: (skipped > 0, !rest.isEmpty))
    }

    /// The blank characters that a line begins with.
    func indent(ofLine number: Int) -> String {
        guard let range = bytesOfLine(number) else { return "" }
        return String(
            decoding: bytes[range].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }, as: UTF8.self)
    }

    private func bytesOfLine(_ number: Int) -> Range<Int>? {
        guard number >= 1 else { return nil }
        return bytes.withUnsafeBytes { buffer in
            var start = 0
            for _ in 1..<number {
                guard let end = Self.lineEnd(buffer, from: start) else { return nil }
                start = end + 1
            }
            return start..<(Self.lineEnd(buffer, from: start) ?? buffer.count)
        }
    }

    /// By `memchr`: a line far down a big file is looked for once for each problem.
    private static func lineEnd(_ buffer: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < buffer.count, let base = buffer.baseAddress,
            let found = memchr(base + start, Int32(UInt8(ascii: "\n")), buffer.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// The place of a byte, for complaints that come with an offset alone.
    func position(ofByte offset: Int) -> SourcePosition {
        let before = bytes.prefix(max(0, offset))
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
        return SourcePosition(file: name, line: line, column: column)
    }
}
