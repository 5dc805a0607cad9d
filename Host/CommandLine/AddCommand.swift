import ArgumentParser
import HostConfiguration
import HostGenerations
import HostImages

/// `proctor add`: the entry that makes a plugin a processor.
struct AddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Prints the plugins.yaml entry for a plugin that lies in a plugin folder.",
        discussion: """
            The entry has the bindings that the plugin suggests and its settings with their defaults. Put it under
            "processors:", then run proctor check and proctor reload. `proctor check` lists what is found and not
            configured.

            EXAMPLE
              proctor add curve >> plugins.yaml
            """)

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The plugin's name, its id, or a path that ends in .so.") var plugin: String
    @Option(help: "The processor's name; otherwise the plugin's.") var name: String?

    func run() throws {
        let host = ConfigurationFile.hostSettings(path: file.config, environment: ConfigurationOption.environment())
        let manifest: PluginManifest
        do throws(ImageRefusal) {
            manifest = try ImageRoom(state: host.state).manifest(of: plugin, in: host.plugins)
        } catch {
            StandardError.print("\(error)")
            throw ExitCode.unavailable
        }
        let processor = name ?? manifest.shortName.replacing("_", with: "-").lowercased()
        print(EntryText.yaml(name: processor, plugin: plugin, manifest: manifest))
    }
}
