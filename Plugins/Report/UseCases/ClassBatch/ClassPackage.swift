/// Where the reports of a class go, in the order of the roster.
protocol ClassPackage {
    /// What is made of a student's data before its turn comes, several at once.
    func prepare(_ draft: ReportDraft) async throws -> DrawnReport?

    /// Takes a student's report, or the next one's place.
    ///
    /// - Throws: `DrawingRefusal` or `ReportRefusal` when this report is not drawn; `Reject` when the package is lost; what its sink
    ///   throws.
    mutating func add(_ draft: ReportDraft, _ report: DrawnReport?) async throws -> DrawnReport

    /// Name within the package of a student's report; nil where it has none.
    func fileName(of draft: ReportDraft) -> String?

    /// Writes what is left. Nothing can be added any more.
    mutating func finish(_ outcome: ClassOutcome, locale: ReportLocale) async throws
}

/// A report before it is drawn.
struct ReportDraft: Sendable {
    var request: ReportRequest
    var name: String
    var data: [UInt8]
}
