import ArgumentParser

/// The command line.
struct Proctor: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "proctor",
        abstract: "Loads processors as shared objects, feeds them jobs, and replaces them without losing one.",
        discussion: """
            EXAMPLE
              proctor check && proctor run      check plugins.yaml, then serve
              proctor reload                    after a new .so or an edited plugins.yaml
              proctor call grading.grade scan.jpg --field correct_answers=@key.json ...
            """,
        version: version,
        subcommands: [
            RunCommand.self, CheckCommand.self, ReloadCommand.self, StatusCommand.self, CallCommand.self,
            AddCommand.self, SchemaCommand.self, DocsCommand.self, QueueCommand.self, DeadLettersCommand.self,
            DataCommand.self,
            BackupCommand.self, RestoreCommand.self, InspectCommand.self, PluginCommand.self,
        ])
}

/// What a process says with its exit code (sysexits.h).
extension ExitCode {
    /// Jobs failed, or a reload was refused.
    static let problems = ExitCode(1)
    /// The named thing does not exist: no host answers, no such file.
    static let unavailable = ExitCode(69)
    /// plugins.yaml, or what it names, is wrong.
    static let misconfigured = ExitCode(78)
}
