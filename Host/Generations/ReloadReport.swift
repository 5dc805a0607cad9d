public import HostConfiguration
import HostObservability

/// What one reload did, for the log, the console and `proctor reload`.
public struct ReloadReport: Sendable {
    /// Counts up from 1; the first is the start.
    public let number: Int
    /// Who asked: `start`, `SIGHUP`, `admin`, `broken instance`.
    public let reason: String
    public let finished: String
    public let milliseconds: Double
    public let outcome: ReloadMachine.Outcome
    /// What was wrong, one text a problem, each ready to print. Empty when it succeeded.
    public let problems: [String]
    /// What was right but deserves to be read.
    public let warnings: [String]

    /// One line: `reload 3 (SIGHUP): replaced grading; kept curve; 41.2 ms`.
    public var summary: String {
        var parts: [String] = []
        for (word, names) in [
            ("added", outcome.added), ("replaced", outcome.replaced), ("removed", outcome.removed),
            ("kept", outcome.kept),
        ] where !names.isEmpty { parts.append("\(word) \(names.joined(separator: ", "))") }
        let result = outcome.succeeded ? "" : "failed, nothing changed: "
        let time = "\((milliseconds * 10).rounded() / 10) ms"
        return "reload \(number) (\(reason)): \(result)\((parts + [time]).joined(separator: "; "))"
    }

    public var json: String {
        func list(_ names: [String]) -> String { JSONText.array(names.map(JSONText.quoted)) }
        return JSONText.object([
            ("number", String(number)), ("summary", JSONText.quoted(summary)), ("reason", JSONText.quoted(reason)),
            ("finished", JSONText.quoted(finished)), ("milliseconds", String(milliseconds)),
            ("succeeded", String(outcome.succeeded)), ("added", list(outcome.added)),
            ("replaced", list(outcome.replaced)), ("removed", list(outcome.removed)), ("kept", list(outcome.kept)),
            ("problems", list(problems)), ("warnings", list(warnings)),
        ])
    }
}

/// Why a reload could not be prepared: everything that is wrong, each at its place in plugins.yaml.
public struct ReloadProblems: Error, Sendable {
    public let problems: [ConfigurationProblem]

    public init(_ problems: [ConfigurationProblem]) { self.problems = problems }

    /// Ready to print.
    public var texts: [String] { problems.map(\.description) }
}
