import ReportScene

/// Gathers the runs of a paragraph: white space becomes one blank, none at the ends of lines.
struct InlineText {
    private(set) var runs: [TextRun] = []
    private var bytes: [UInt8] = []
    private var style: TextStyle?
    private var isBlankDue = false
    private var isAtLineStart = true

    mutating func add(_ text: String, _ next: TextStyle) {
        begin(next)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n") where next.keepsLines: endLine()
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): isBlankDue = true
            default:
                if isBlankDue, !isAtLineStart { bytes.append(UInt8(ascii: " ")) }
                isBlankDue = false
                isAtLineStart = false
                bytes.append(byte)
            }
        }
    }

    mutating func addLineEnd(_ next: TextStyle) {
        begin(next)
        endLine()
    }

    mutating func finish() -> [TextRun] {
        flush()
        return runs
    }

    private mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        isBlankDue = false
        isAtLineStart = true
    }

    private mutating func begin(_ next: TextStyle) {
        if next == style { return }
        // A blank belongs to the run in which it was written: underlines do not begin with one.
        if isBlankDue, !isAtLineStart, style != nil {
            bytes.append(UInt8(ascii: " "))
            isBlankDue = false
            isAtLineStart = true
        }
        flush()
        style = next
    }

    private mutating func flush() {
        guard let style, !bytes.isEmpty else { return }
        runs.append(
            TextRun(
                String(decoding: bytes, as: UTF8.self), font: style.font, color: style.color, position: style.position,
                isUnderlined: style.isUnderlined))
        bytes.removeAll(keepingCapacity: true)
    }
}
