/// What is wrong with a template: in its files, and in what its samples look like.
public struct LintReport: Sendable, Hashable {
    /// A finding, the first of its kind, and how often there was one like it.
    public struct Entry: Sendable, Hashable {
        public var finding: ReportFinding
        /// The report that it was found in first; nil for what is wrong with the files themselves.
        public var report: LintedReport?
        /// How often it was found, in all reports together.
        public var count: Int
    }

    /// One of the reports that were tried.
    public struct LintedReport: Sendable, Hashable {
        public var sample: String
        public var engine: ReportEngine
        public var theme: String
        public var locale: String
    }

    public let template: String
    /// Nil when the folder is wrong.
    public let version: String?
    /// Reports that were tried.
    public private(set) var reports = 0
    /// In the order in which they were found.
    public private(set) var entries: [Entry] = []
    private var places: [Key: Int] = [:]

    private struct Key: Hashable {
        let code: String
        let message: String
        let place: String
    }

    init(_ template: ReportTemplate) {
        self.template = template.name
        version = template.version
    }

    /// Of a folder that cannot be used.
    public init(template: String, problems: [TemplateProblem]) {
        self.template = template
        version = nil
        add(problems)
    }

    /// Adds what is wrong with files.
    public mutating func add(_ problems: [TemplateProblem]) {
        add(problems.map(ReportFinding.init), of: nil)
    }

    mutating func add(_ findings: [ReportFinding], of report: LintedReport?) {
        if report != nil { reports += 1 }
        for finding in findings {
            let key = Key(code: finding.code, message: finding.message, place: finding.place)
            if let place = places[key] {
                entries[place].count += 1
            } else {
                places[key] = entries.count
                entries.append(Entry(finding: finding, report: report, count: 1))
            }
        }
    }

    public func count(_ severity: ReportFinding.Severity) -> Int {
        entries.count { $0.finding.severity == severity }
    }
}

extension ReportFinding {
    /// What is wrong with a file is an error: the folder is not used.
    init(_ problem: TemplateProblem) {
        self.init(code: problem.code, severity: .error, message: problem.message, place: problem.place)
    }
}
