import PluginSDK
import ReportTemplates

/// What `report.lint` answers.
struct TemplateLintDocument: Codable, Sendable {
    struct Finding: Codable, Sendable {
        var code: String
        /// error, warning or note.
        var severity: String
        var message: String
        /// `school/template.xml.j2:12:3`.
        var place: String
        /// From 1; null where the whole report is meant.
        var page: Int?
        /// How often, in all reports together.
        var count: Int
        /// The first report that it was found in; null for what is wrong with the files.
        var sample: String?
        var engine: String?
        var theme: String?
        var locale: String?
    }

    var template: String
    /// Null when the folder cannot be used.
    var version: String?
    var passed: Bool
    /// Samples, times themes, languages and engines, that were tried.
    var reports: Int
    var errors: Int
    var warnings: Int
    var notes: Int
    var findings: [Finding]

    init(_ report: LintReport, failOn: FailOn) {
        template = report.template
        version = report.version
        reports = report.reports
        errors = report.count(.error)
        warnings = report.count(.warning)
        notes = report.count(.note)
        passed =
            switch failOn {
            case .never: true
            case .error: errors == 0
            case .warning: errors + warnings == 0
            }
        findings = report.entries.map { entry in
            Finding(
                code: entry.finding.code, severity: entry.finding.severity.rawValue, message: entry.finding.message,
                place: entry.finding.place, page: entry.finding.page, count: entry.count,
                sample: entry.report?.sample, engine: entry.report?.engine.rawValue, theme: entry.report?.theme,
                locale: entry.report?.locale)
        }
    }

    /// For the detail of a refusal.
    var json: JSONValue {
        [
            "template": .string(template), "version": version.map(JSONValue.string) ?? .null, "passed": .bool(passed),
            "reports": .integer(reports), "errors": .integer(errors), "warnings": .integer(warnings),
            "notes": .integer(notes), "findings": .array(findings.map(\.json)),
        ]
    }
}

extension TemplateLintDocument.Finding {
    fileprivate var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return [
            "code": .string(code), "severity": .string(severity), "message": .string(message),
            "place": .string(place), "page": page.map(JSONValue.integer) ?? .null, "count": .integer(count),
            "sample": text(sample), "engine": text(engine), "theme": text(theme), "locale": text(locale),
        ]
    }
}
