import ArgumentParser
import HostConfiguration

/// A length of time on the command line, in the units of plugins.yaml.
enum DurationArgument {
    @Sendable static func read(_ text: String) throws -> Duration {
        guard let duration = Quantity.duration(text) else {
            throw ValidationError("\"\(text)\" is no time with a unit: write for example 500ms, 30s, 5m, 2h or 7d")
        }
        return duration
    }
}
