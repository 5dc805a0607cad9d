/// Text made as wide as wanted.
enum Padding {
    /// Python's `center`: an odd blank goes to the left when the width is odd, and to the right otherwise.
    static func centered(_ text: String, _ width: Int, _ fill: String, _ run: Run)
        throws(TemplateError) -> String
    {
        let missing = try missing(text, width, fill, run)
        let left = missing / 2 + (missing & width & 1)
        return String(repeating: fill, count: left) + text
            + String(repeating: fill, count: missing - left)
    }

    static func padded(_ text: String, _ width: Int, _ fill: String, left: Bool, _ run: Run)
        throws(TemplateError)
        -> String
    {
        let blanks = String(repeating: fill, count: try missing(text, width, fill, run))
        return left ? blanks + text : text + blanks
    }

    private static func missing(_ text: String, _ width: Int, _ fill: String, _ run: Run)
        throws(TemplateError) -> Int
    {
        let missing = max(0, width.subtractingReportingOverflow(text.scalarCount).partialValue)
        let (size, overflow) = missing.multipliedReportingOverflow(by: fill.utf8.count)
        guard !overflow else { throw Arithmetic.outOfRange }
        try run.willMake(bytes: size)
        return missing
    }
}
