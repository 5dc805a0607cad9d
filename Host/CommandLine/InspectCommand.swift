import ArgumentParser
import HostImages
import HostObservability

/// `proctor inspect`: what a plugin file says of itself, without running any of it.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Shows what a plugin file is, without running it.",
        discussion: """
            Reads the file's own notes: it may be for another machine, not executable, or crash when it is loaded.
            With --probe the file is loaded too, in a child process: for one that is not packed yet.

            EXAMPLE
              proctor inspect var/plugins/libGrading.so
            """)

    @Argument(help: "The file.", completion: .file()) var path: String
    @Flag(help: "Print the manifest alone, as JSON.") var manifest = false
    @Flag(help: "Load it in a child process and judge it as a start would.") var probe = false

    func run() throws {
        HostSignals.release()
        do throws(ImageRefusal) {
            let facts = try ImageInspector.facts(path)
            if manifest {
                guard let packed = facts.packedManifest else { throw try notPacked() }
                print(String(decoding: packed, as: UTF8.self))
                return
            }
            for line in try Self.describe(facts) { print(line) }
            if probe {
                let verdict = try ImageProbe().verdict(onFile: path)
                print("probe      loads as \(verdict.id) \(verdict.version)")
            }
        } catch {
            StandardError.print(error.description)
            throw ExitCode.problems
        }
    }

    private func notPacked() throws(ImageRefusal) -> ImageRefusal {
        ImageRefusal(
            code: "image.not_packed", file: path, found: "no packed manifest", needed: "one",
            remedy: "run: proctor plugin pack \(path)")
    }

    private static func describe(_ facts: ImageFacts) throws(ImageRefusal) -> [String] {
        var rows: [[String]] = [["file", "\(facts.path), \(facts.size) bytes"], ["machine", facts.machine.name]]
        if let note = facts.note {
            rows.append(["abi", "\(note.version), \(note.language)"])
            rows.append(["toolchain", note.toolchain])
        } else {
            rows.append(["abi", "no note: not built against the SDK"])
        }
        rows.append(["entry", facts.exportsEntry ? "exported" : "missing"])
        if !facts.otherExports.isEmpty {
            rows.append([
                "exports",
                "\(facts.otherExports.count) symbols beside the entry: \(facts.otherExports.prefix(3).joined(separator: ", "))",
            ])
        }
        rows.append(["needs", facts.neededLibraries.joined(separator: " ")])
        guard let manifest = try facts.manifest() else {
            rows.append(["manifest", "not packed; with --probe it is asked for in a child process"])
            return TextTable.lines(rows)
        }
        rows.append(["plugin", "\(manifest.id) \(manifest.version)"])
        for operation in manifest.operations {
            rows.append(["operation", "\(operation.name)  \(operation.summary ?? "")"])
        }
        if let needs = manifest.needs, !needs.isEmpty { rows.append(["services", needs.joined(separator: ", ")]) }
        return TextTable.lines(rows)
    }
}
