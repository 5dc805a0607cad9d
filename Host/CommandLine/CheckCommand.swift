import ArgumentParser
import HostConfiguration
import HostGenerations
import HostImages
import HostObservability

/// `proctor check`: everything that a start or reload would find wrong, at once, with nothing started.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks plugins.yaml and every plugin it names.",
        discussion: """
            Reads the file, finds and probes the plugins in child processes, and has each judge its own settings.
            Exit code 0 when a start would succeed, 78 when not.

            EXAMPLE
              proctor check --config /etc/proctor/plugins.yaml && systemctl reload proctor
            """)

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Print a document, for programs.") var json = false

    func run() throws {
        HostSignals.release()
        let path = file.config
        let state: String
        do throws(ConfigurationProblems) {
            state = try ConfigurationFile.load(path: path, environment: ConfigurationOption.environment()).host.state
        } catch {
            return try report(problems: error.problems.map(\.description), notes: [])
        }
        let preparation = ReloadPreparation(
            images: ImageRoom(state: state), environment: ConfigurationOption.environment()
        ) { () throws(ConfigurationProblems) in
            try ConfigurationFile.load(path: path, environment: ConfigurationOption.environment())
        }
        let (problems, notes) = preparation.check(services: HostInformation(version: Proctor.version))
        try report(problems: problems, notes: notes)
    }

    private func report(problems: [String], notes: [String]) throws {
        if json {
            print(
                JSONText.object([
                    ("ok", String(problems.isEmpty)), ("problems", JSONText.array(problems.map(JSONText.quoted))),
                    ("notes", JSONText.array(notes.map(JSONText.quoted))),
                ]))
        } else {
            for problem in problems { StandardError.print(problem) }
            for note in notes { print(note) }
            print(
                problems.isEmpty
                    ? "\(file.config): ok"
                    : "\(file.config): \(problems.count) problem\(problems.count == 1 ? "" : "s")")
        }
        if !problems.isEmpty { throw ExitCode.misconfigured }
    }
}
