import ArgumentParser
import Glibc
import HostConfiguration

/// The option that every command about a deployment has.
struct ConfigurationOption: ParsableArguments {
    @Option(name: [.customShort("c"), .long], help: "The configuration file.")
    var config = "plugins.yaml"

    /// Reads and checks the file, all problems printed at once.
    func load() throws -> ProctorConfiguration {
        do throws(ConfigurationProblems) {
            return try ConfigurationFile.load(path: config, environment: Self.environment())
        } catch {
            StandardError.print(error.description)
            throw ExitCode.misconfigured
        }
    }

    /// The host's settings, as far as they can be told when the file has since become wrong elsewhere: enough to find
    /// a running host and its database.
    var host: HostSettings {
        ConfigurationFile.hostSettings(path: config, environment: Self.environment())
    }

    /// The process's environment.
    static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let text = String(cString: pointer)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            entry += 1
        }
        return variables
    }
}

/// Where problems and progress go; standard output is for answers.
enum StandardError {
    static func print(_ text: String, terminator: String = "\n") {
        FileBytes.write(Array((text + terminator).utf8), to: STDERR_FILENO)
    }
}
