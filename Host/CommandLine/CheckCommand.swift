import ArgumentParser
import HostConfiguration
import HostDispatch
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

            EXAMPLES
              proctor check --config /etc/proctor/plugins.yaml && systemctl reload proctor
              proctor check --effective         every setting as it holds, and where it comes from
            """)

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Print a document, for programs.") var json = false
    @Flag(help: "Print every setting as it holds and where it comes from; secrets are hidden.") var effective = false

    func run() throws {
        HostSignals.release()
        let environment = ConfigurationOption.environment()
        let configuration: ProctorConfiguration
        do throws(ConfigurationProblems) {
            configuration = try ConfigurationFile.load(path: file.config, environment: environment)
        } catch {
            return try report(ConfigurationCheck(problems: error.problems), settings: [])
        }
        let preparation = ReloadPreparation(
            images: ImageRoom(state: configuration.host.state), environment: environment,
            checkBinding: HostSources.check
        ) { () throws(ConfigurationProblems) in configuration }
        let check = preparation.check(services: HostSources.offer)
        // What a plugin keeps secret only the plugin can say: of one that has not been heard nothing is shown.
        let unheard = configuration.processors.map(\.name).filter { check.descriptions[$0] == nil }
        let settings = configuration.effectiveSettings(describing: check.descriptions, environment: environment)
            .filter { setting in !unheard.contains { setting.path.hasPrefix("processors.\($0).config") } }
        try report(check, settings: effective ? settings : [])
    }

    private func report(_ check: ConfigurationCheck, settings: [EffectiveSetting]) throws {
        if json {
            var members = [
                ("ok", String(check.problems.isEmpty)), ("problems", JSONText.array(check.problems.map(\.json))),
                ("notes", JSONText.array(check.notes.map(JSONText.quoted))),
            ]
            if effective { members.append(("settings", JSONText.array(settings.map(\.json)))) }
            print(JSONText.object(members))
        } else {
            for problem in check.problems { StandardError.print(problem.description) }
            let rows = settings.map { [$0.path, JSONText.singleLine($0.value), $0.origin.description] }
            for line in TextTable.lines(rows) { print(line) }
            for note in check.notes { print(note) }
            let count = check.problems.count
            print(count == 0 ? "\(file.config): ok" : "\(file.config): \(count) problem\(count == 1 ? "" : "s")")
        }
        if !check.problems.isEmpty { throw ExitCode.misconfigured }
    }
}
