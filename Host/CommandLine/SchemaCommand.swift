import ArgumentParser
import FoundationEssentials
import HostConfiguration
import HostGenerations
import HostImages

/// `proctor schema`: what an editor needs to complete and explain plugins.yaml.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of plugins.yaml, for editors.",
        discussion: """
            The settings of every plugin that lies in a plugin folder are described too.

            EXAMPLE
              proctor schema > plugins.schema.json
              # in plugins.yaml: # yaml-language-server: $schema=plugins.schema.json
            """)

    @OptionGroup var file: ConfigurationOption

    func run() throws {
        let host = file.host
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var settings: [String: String] = [:]
        for manifest in ImageRoom(state: host.state).manifests(in: host.plugins) {
            guard let schema = manifest.settings, let text = try? encoder.encode(schema) else { continue }
            settings[manifest.shortName] = String(decoding: text, as: UTF8.self)
        }
        print(ConfigurationSchema.json(settings: settings), terminator: "")
    }
}
