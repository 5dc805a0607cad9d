/// The part of a line that is shown with a problem: bounded, and without characters that could steer a terminal.
public struct Excerpt: Sendable, Equatable {
    private static let width = 100
    /// How far around the place a long line is looked at.
    static let reach = 600

    public let text: String
    /// Characters before the caret.
    public let caret: Int

    /// - Parameters:
    ///   - line: the line, or what lies around the place.
    ///   - caret: scalars of it before the place.
    ///   - isCut: whether the line begins and ends further out.
    init(of line: some BidirectionalCollection<Unicode.Scalar>, caret: Int, isCut: (start: Bool, end: Bool)) {
        let scalars = Array(line)
        let target = min(max(caret, 0), scalars.count)
        let start = scalars.count <= Self.width ? 0 : max(0, target - Self.width / 2)
        let end = min(scalars.count, start + Self.width)
        var text = String.UnicodeScalarView()
        for scalar in scalars[start..<end] {
            text.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        while text.last == " " { text.removeLast() }
        let before = start > 0 || isCut.start ? "..." : ""
        self.text = before + String(text) + (end < scalars.count || isCut.end ? "..." : "")
        self.caret = target - start + before.count
    }
}
