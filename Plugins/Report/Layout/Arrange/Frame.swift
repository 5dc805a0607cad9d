import ReportScene

/// Where a box came to stand, with all that is in it.
struct Frame {
    /// Number of the box in the document.
    var box: Int
    /// Border box, relative to the corner of the surrounding frame.
    var rect: Rect
    var children: [Frame] = []
    var text: (any MeasuredText)?
    /// Whether this is a table's head that stands again on a further page.
    var isRepeated = false
}
