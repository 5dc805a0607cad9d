import ReportScene

/// What was laid out, without how it looks: elements, boxes, and the lines of texts. For tests that say why a picture
/// changed.
public struct LayoutTree: Sendable, Hashable {
    public struct Node: Sendable, Hashable {
        public var element: String
        /// On the page, rounded to half a pixel.
        public var box: Rect
        /// Of a text, line by line; one entry with the whole text when the measurer does not tell lines.
        public var lines: [String]
        public var children: [Node]
    }

    public var pages: [Node]

    init(_ pages: [(root: Frame, size: Size)], _ document: Document) {
        self.pages = pages.map { page in
            Node(
                element: "page", box: Rect(origin: .zero, size: page.size), lines: [],
                children: Self.node(page.root, at: .zero, document).children)
        }
    }

    private static func node(_ frame: Frame, at origin: Point, _ document: Document) -> Node {
        let rect = frame.rect.moved(by: origin)
        var node = Node(
            element: document.boxes[frame.box].element, box: rect.rounded, lines: frame.text?.writtenLines ?? [],
            children: frame.children.map { self.node($0, at: rect.origin, document) })
        // The text that stands directly in a cell is the cell's.
        if node.children.count == 1, node.children[0].element.isEmpty { node.lines = node.children.removeLast().lines }
        return node
    }

    /// The same bytes for the same layout: one element a line.
    public var json: String {
        var text = "{\"pages\": [\n"
        for (index, page) in pages.enumerated() {
            Self.write(page, indent: 1, &text)
            text += index + 1 < pages.count ? ",\n" : "\n"
        }
        return text + "]}\n"
    }

    private static func write(_ node: Node, indent: Int, _ text: inout String) {
        let blanks = String(repeating: " ", count: indent * 2)
        let box = [node.box.minX, node.box.minY, node.box.width, node.box.height].map(ValueReader.plain)
        text += "\(blanks){\"element\": \(quoted(node.element)), \"box\": [\(box.joined(separator: ", "))]"
        if !node.lines.isEmpty { text += ", \"lines\": [\(node.lines.map(quoted).joined(separator: ", "))]" }
        if !node.children.isEmpty {
            text += ", \"children\": [\n"
            for (index, child) in node.children.enumerated() {
                write(child, indent: indent + 1, &text)
                text += index + 1 < node.children.count ? ",\n" : "\n"
            }
            text += "\(blanks)]"
        }
        text += "}"
    }

    /// RFC 8259, section 7.
    private static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension Rect {
    fileprivate var rounded: Rect {
        func half(_ number: Double) -> Double { (number * 2).rounded() / 2 + 0 }
        return Rect(x: half(minX), y: half(minY), width: half(width), height: half(height))
    }
}

extension MeasuredText {
    fileprivate var writtenLines: [String] { runs.isEmpty ? [] : lines ?? [runs.map(\.text).joined()] }
}
