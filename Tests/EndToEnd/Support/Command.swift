import Loopback

/// `proctor` as a person or a script runs it: in a folder, with an environment.
enum Command {
    static func run(
        _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
    ) throws -> CommandResult {
        let variables = environment.map { "\($0)=\($1)" }.sorted()
        return try CommandResult.run("/usr/bin/env", variables + [BuiltFiles.proctor()] + arguments, in: folder)
    }
}
