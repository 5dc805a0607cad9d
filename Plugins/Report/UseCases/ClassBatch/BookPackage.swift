import PluginSDK

/// One PDF with an entry in its outline for each student; who has no report is named on its last page. It leaves when
/// it is whole: what is said about its structure is added at the end.
struct BookPackage: ClassPackage {
    private let template: any BindingTemplate
    private let title: String
    private let language: String
    private let output: ReportOutput
    private let sink: any PackageSink
    private let limit: Int?
    private let drawn: DrawnReports
    private let job: Job
    private var book: any ReportBook
    /// What is in the book, to write it again without a report that spoilt it.
    private var bound: [ReportDraft] = []
    private var rebindings = 0
    private static let mostRebindings = 3

    /// - Parameter limit: most bytes; the batch ends as soon as it is known that they do not suffice.
    init(
        _ template: any BindingTemplate, title: String, language: String, output: ReportOutput,
        sink: any PackageSink, limit: Int?, drawn: DrawnReports, job: Job
    ) throws {
        self.template = template
        self.title = title
        self.language = language
        self.output = output
        self.sink = sink
        self.limit = limit
        self.drawn = drawn
        self.job = job
        book = try template.book(title: title, language: language, output: output)
    }

    func prepare(_ draft: ReportDraft) async throws -> DrawnReport? { nil }
    func fileName(of draft: ReportDraft) -> String? { nil }

    mutating func add(_ draft: ReportDraft, _ report: DrawnReport?) async throws -> DrawnReport {
        do {
            let (book, drawn) = (book, drawn)
            let report = try await drawn.draw(job: job) {
                try await book.append(draft.data, outline: Self.entry(draft)) { try drawn.accept($0) }
            }
            bound.append(draft)
            if let limit, await book.leastSize > limit { throw Self.tooLarge(limit: limit) }
            return report
        } catch let broken as BrokenBook {
            try await rebind(after: broken)
            throw broken.refusal
        }
    }

    private mutating func rebind(after broken: BrokenBook) async throws {
        rebindings += 1
        guard rebindings <= Self.mostRebindings else { throw Self.lost(broken) }
        book = try template.book(title: title, language: language, output: output)
        do {
            for draft in bound { _ = try await book.append(draft.data, outline: Self.entry(draft)) { _ in } }
        } catch let again as BrokenBook {
            throw Self.lost(again)
        }
    }

    mutating func finish(_ outcome: ClassOutcome, locale: ReportLocale) async throws {
        let bytes: [UInt8]
        do {
            if !outcome.failed.isEmpty || outcome.students.isEmpty {
                let heading = locale == .korean ? "성적표를 만들지 못한 학생" : "Students without a report"
                try await book.append(title: heading, lines: outcome.failed.map(Self.line))
            }
            bytes = try await book.finish()
        } catch let broken as BrokenBook {
            throw Self.lost(broken)
        }
        if let limit, bytes.count > limit { throw Self.tooLarge(limit: limit) }
        try await sink.write(bytes)
        try await sink.endFile()
    }

    private static func entry(_ draft: ReportDraft) -> String {
        draft.name.isEmpty ? String(draft.request.studentID) : draft.name
    }

    private static func line(_ student: ClassOutcome.Student) -> String {
        let who = [student.studentId.map { String($0) }, student.name].compactMap { $0 }.joined(separator: " ")
        return (who.isEmpty ? "-" : who) + " · " + (student.code ?? "") + " · " + (student.message ?? "")
    }

    private static func lost(_ broken: BrokenBook) -> Reject {
        Reject(
            "The document of the class cannot be written: \(broken.refusal.message)", code: broken.refusal.code,
            httpStatus: 500)
    }

    /// - Parameter limit: bytes; nil: that the host keeps.
    static func tooLarge(limit: Int?) -> Reject {
        Reject(
            "The document of the class is larger than " + (limit.map { "the \($0) bytes" } ?? "the host's bytes")
                + " that it may have. Draw fewer students, or ask report.class for a ZIP.", code: "class.too_large",
            httpStatus: 422)
    }
}
