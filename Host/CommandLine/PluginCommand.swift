import ArgumentParser
import HostImages

/// `proctor plugin`: for those who build plugins.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "For those who build plugins.", subcommands: [Pack.self])

    /// `proctor plugin pack`: writes the manifest into the file.
    struct Pack: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pack",
            abstract: "Writes a plugin's manifest into its file, where it is read without running it.",
            discussion: "EXAMPLE\n  swift build -c release && proctor plugin pack .build/release/libCurve.so")

        @Argument(help: "The files.", completion: .file()) var paths: [String]

        func run() throws {
            HostSignals.release()
            for path in paths {
                do throws(ImageRefusal) {
                    let result = try ManifestPacker(probe: ImageProbe()).pack(path)
                    print("\(path): \(result == .packed ? "packed" : "unchanged")")
                } catch {
                    StandardError.print(error.description)
                    throw ExitCode.problems
                }
            }
        }
    }
}
