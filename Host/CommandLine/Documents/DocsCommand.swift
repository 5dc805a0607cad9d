import ArgumentParser
import HostConfiguration
import HostGenerations
import HostImages

/// `proctor docs`: documents that are made from the configuration and the plugins.
struct DocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Prints documents made from plugins.yaml and its plugins.",
        discussion: """
            EXAMPLE
              proctor docs --mq > mq-schemas-v1.yaml      what is published and consumed over message brokers
            """)

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "The contract of messages: queues, keys, properties, and the schema of each message, in YAML.")
    var mq = false

    func validate() throws {
        guard mq else { throw ValidationError("say which document: --mq") }
    }

    func run() throws {
        HostSignals.release()
        let environment = ConfigurationOption.environment()
        do {
            let configuration = try ConfigurationFile.load(path: file.config, environment: environment)
            let preparation = ReloadPreparation(
                images: ImageRoom(state: configuration.host.state), environment: environment,
                checkBinding: HostSources.check
            ) { () throws(ConfigurationProblems) in configuration }
            let catalog = try preparation.catalog(services: HostSources.offer)
            print(MessageContract(catalog: catalog, brokers: configuration.brokers).yaml, terminator: "")
        } catch let problems as ConfigurationProblems {
            for problem in problems.problems { StandardError.print(problem.description) }
            throw ExitCode.misconfigured
        } catch let problems as ReloadProblems {
            for problem in problems.problems { StandardError.print(problem.description) }
            throw ExitCode.misconfigured
        }
    }
}
