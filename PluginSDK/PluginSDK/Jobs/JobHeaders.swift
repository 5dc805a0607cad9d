import FoundationEssentials

/// What sources say about a job in its headers.
extension Job {
    /// By lower-case name.
    public var headers: [String: String] { state.texts.headers }
    public func header(_ name: String) -> String? { state.texts.header(name) }

    /// Whose data it is: `x-tenant-slug`.
    public var tenant: String? { header("x-tenant-slug") }

    /// The person whom the data is about: `x-subject-id`.
    public var subject: String? { header("x-subject-id") }

    /// W3C trace context, to be passed on to other services.
    public var traceparent: String? { header("traceparent") }

    /// Of the file that the job is, where a folder is the source: `x-file-name`. From outside: never a path to open.
    public var fileName: String? { header("x-file-name") }

    /// The time that the schedule names, where one is the source, which may be earlier than now: `x-scheduled-for`.
    public var scheduledFor: Date? { header("x-scheduled-for").flatMap(Timestamp.parse) }

    /// Why an earlier run of the same payload failed for good, where this operation is a callback's `failure:` in
    /// plugins.yaml and tells the receiver of it: `x-failure-code`, `x-failure-message`. Nil in any other job.
    public var failure: JobFailure? {
        guard let code = header("x-failure-code") else { return nil }
        return JobFailure(code: code, message: header("x-failure-message") ?? "")
    }

    /// What stood in the path, `/exams/{id}`, and in the query of an HTTP request, by lower-case name.
    public var parameters: [String: String] {
        var parameters: [String: String] = [:]
        for (name, value) in headers where name.hasPrefix(Self.parameterPrefix) {
            parameters[String(name.dropFirst(Self.parameterPrefix.count))] = value
        }
        return parameters
    }

    /// One of `parameters`; upper and lower case make no difference.
    public func parameter(_ name: String) -> String? { header(Self.parameterPrefix + name.lowercased()) }

    private static let parameterPrefix = "parameter-"
}

/// How a job failed for good.
public struct JobFailure: Sendable, Hashable {
    /// Stable, for programs: `upstream.timeout`.
    public let code: String
    /// A sentence for a person, in the words of who failed; may be empty.
    public let message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// Times as text: RFC 3339.
enum Timestamp {
    static func parse(_ text: String) -> Date? {
        let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
        return styles.lazy.compactMap { try? $0.parse(text) }.first
    }
}
