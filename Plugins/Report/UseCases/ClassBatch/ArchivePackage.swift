import PluginSDK

/// A ZIP: a file for each report, and `report.json`. Each report leaves as soon as its turn has come.
struct ArchivePackage: ClassPackage {
    private let output: ReportOutput
    private let sink: any PackageSink
    private let limit: Int?
    private let draw: @Sendable (ReportDraft) async throws -> DrawnReport
    private var archive: ArchiveFile
    /// Bytes of the archive, and more rather than less.
    private var size = Self.ending

    /// What ends an archive.
    private static let ending = 1024

    /// - Parameter limit: most bytes of an archive; another one follows where they do not suffice. Nil: there is no end.
    init(
        output: ReportOutput, sink: any PackageSink, limit: Int?,
        draw: @escaping @Sendable (ReportDraft) async throws -> DrawnReport
    ) throws {
        self.output = output
        self.sink = sink
        self.limit = limit
        self.draw = draw
        archive = try Self.opened()
    }

    func prepare(_ draft: ReportDraft) async throws -> DrawnReport? { try await draw(draft) }

    mutating func add(_ draft: ReportDraft, _ report: DrawnReport?) async throws -> DrawnReport {
        guard let report, let name = fileName(of: draft) else {
            throw DrawingRefusal(code: "archive.failed", message: "The report has no place in the archive.")
        }
        try await write(name, report.bytes)
        var found = report
        found.bytes = []
        return found
    }

    /// Numbers alone: nothing that a person wrote gets into a path.
    func fileName(of draft: ReportDraft) -> String? {
        "report_\(draft.request.studentID)_\(draft.request.examID).\(output.format.fileExtension)"
    }

    mutating func finish(_ outcome: ClassOutcome, locale: ReportLocale) async throws {
        try await write("report.json", outcome.json)
        try await end()
    }

    private mutating func write(_ name: String, _ bytes: [UInt8]) async throws {
        let needed = bytes.count + ArchiveFile.entryOverhead
        if let limit, size + needed > limit {
            guard Self.ending + needed <= limit else {
                throw DrawingRefusal(
                    code: "report.too_large", message: "The report has more bytes than a kept file may have.")
            }
            try await end()
            archive = try Self.opened()
            size = Self.ending
        }
        size += needed
        try Self.guarded { () throws(ArchiveFile.Failure) in try archive.add(name, bytes) }
        try await sink.write(archive.take())
    }

    private func end() async throws {
        try Self.guarded { () throws(ArchiveFile.Failure) in try archive.finish() }
        try await sink.write(archive.take())
        try await sink.endFile()
    }

    private static func opened() throws -> ArchiveFile {
        try guarded { () throws(ArchiveFile.Failure) in try ArchiveFile() }
    }

    private static func guarded<Value>(_ body: () throws(ArchiveFile.Failure) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw Reject("The archive cannot be written: \(error).", code: "archive.failed", httpStatus: 500)
        }
    }
}
