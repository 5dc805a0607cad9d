/// What a template printed, and where each piece came from.
public struct Rendering: Sendable {
    /// UTF-8.
    public let bytes: [UInt8]
    private let marks: [Run.Mark]
    private let templates: [String]

    init(_ bytes: [UInt8], _ marks: [Run.Mark], _ templates: [String]) {
        self.bytes = bytes
        self.marks = marks
        self.templates = templates
    }

    public var text: String { String(utf8: bytes) }

    /// The place in a template from which a place of the output came: the text itself, or the tag that printed it.
    /// - Parameters:
    ///   - line: from 1; lines of the output end with LF.
    ///   - column: from 1, in bytes, as libxml2 counts; places within a line are found to the tag in any case.
    /// - Returns: nil when the output has no such line.
    public func place(ofLine line: Int, column: Int) -> TemplatePlace? {
        guard line > 0 else { return nil }
        var (start, left) = (0, line - 1)
        while left > 0 {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            start = end + 1
            left -= 1
        }
        return place(ofByte: start + min(max(0, column - 1), bytes.count))
    }

    /// - Parameter offset: from 0, in bytes.
    public func place(ofByte offset: Int) -> TemplatePlace? {
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let mark = marks[low - 1]
        guard templates.indices.contains(Int(mark.place.template)) else { return nil }
        var (line, column) = (Int(mark.place.line), Int(mark.place.column))
        if mark.isText {
            for scalar in String(utf8: bytes[mark.offset..<min(max(offset, mark.offset), bytes.count)])
                .unicodeScalars
            {
                if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
            }
        }
        return TemplatePlace(template: templates[Int(mark.place.template)], line: line, column: column)
    }
}

/// A place in a template; lines and columns from 1, columns in Unicode scalars.
public struct TemplatePlace: Sendable, Hashable {
    public let template: String
    public let line: Int
    public let column: Int

    public init(template: String, line: Int, column: Int) {
        self.template = template
        self.line = line
        self.column = column
    }
}
