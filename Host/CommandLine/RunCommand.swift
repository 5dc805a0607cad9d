import ArgumentParser

/// `proctor run`: serves until SIGTERM.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Loads the processors and serves until SIGTERM.",
        discussion: """
            SIGHUP reloads plugins.yaml and every plugin that changed; no job is lost.
            SIGTERM stops taking jobs, lets running ones end within host.drain, and ends.

            EXAMPLE
              proctor run --config /etc/proctor/plugins.yaml
            """)

    @OptionGroup var file: ConfigurationOption

    func run() throws {
        let configuration = try file.load()
        try HostProcess(configuration: configuration, path: file.config).run()
    }
}
