/// A template that can draw many reports into one document.
protocol BindingTemplate: PinnedTemplate {
    /// - Parameter language: a BCP 47 tag.
    /// - Throws: `DrawingRefusal`.
    func book(title: String, language: String, output: ReportOutput) throws(DrawingRefusal) -> any ReportBook
}

/// A document of many reports. From any task, by one at a time.
protocol ReportBook: Sendable {
    /// Adds a report and its entry in the outline.
    ///
    /// - Parameter accept: is shown the report without bytes before it is added, and refuses it by throwing.
    /// - Returns: the report without bytes: what was found wrong with it.
    /// - Throws: `DrawingRefusal` for a report that cannot be drawn and what `accept` throws, which leaves the book as it
    ///   was; `BrokenBook`, after which it is of no use; `CancellationError`.
    func append(
        _ data: [UInt8], outline: String, accept: @escaping @Sendable (DrawnReport) throws -> Void
    ) async throws -> DrawnReport

    /// Adds pages of plain lines under a title.
    func append(title: String, lines: [String]) async throws

    /// Bytes that the document has at least, as far as that is known before its end.
    var leastSize: Int { get async }

    /// - Throws: `BrokenBook`.
    func finish() async throws -> [UInt8]
}

/// A report that was begun and could not be finished has spoilt the document.
struct BrokenBook: Error, Sendable {
    var refusal: DrawingRefusal
}
