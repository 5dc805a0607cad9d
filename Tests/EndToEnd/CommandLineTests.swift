import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// The commands as a person types them.
    @Suite(.serialized) struct Commands {
        private func deployment(_ processors: String) throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            try FileManager.default.createDirectory(
                atPath: folder.path + "/plugins", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
            try folder.install(BuiltFiles.product("Curve"), as: "plugins/libCurve.so")
            try folder.install(BuiltFiles.product("WordCount"), as: "plugins/libWordCount.so")
            try folder.write("version: 1\nprocessors:\n\(processors)\n", to: "plugins.yaml")
            return folder
        }

        private func proctor(_ arguments: String..., in folder: TemporaryFolder) throws -> CommandResult {
            try CommandResult.run(BuiltFiles.proctor(), arguments, in: folder.path)
        }

        @Test func callRunsAnOperationOfASwiftPlugin() throws {
            let folder = try deployment("  curve: { plugin: curve, config: { mean: 70 } }")
            let result = try proctor("call", "curve.apply", "--json", #"{"raw": 50}"#, in: folder)
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("\"value\" : 70"))
        }

        @Test func callRunsAnOperationOfACPluginOverFilesIntoATable() throws {
            let folder = try deployment("  words: { plugin: word-count }")
            try folder.write("one two\nthree\n", to: "a.txt")
            try folder.write("=1+1\n", to: "b.txt")
            let result = try proctor(
                "call", "text.count", "a.txt", "b.txt", "--output", "out", "--csv", "table.csv", in: folder)
            #expect(result.status == 0, "\(result.error)")
            let table = try String(contentsOfFile: folder.path + "/table.csv", encoding: .utf8)
            #expect(table == "file,bytes,lines,words\r\na,14,2,3\r\nb,5,1,1\r\n")
            #expect(FileManager.default.fileExists(atPath: folder.path + "/out/a.json"))
        }

        @Test func callSaysWhatFailedAndExitsWithOne() throws {
            let folder = try deployment("  curve: { plugin: curve }")
            let result = try proctor("call", "curve.apply", "--json", #"{"raw": 500}"#, in: folder)
            #expect(result.status == 1)
            #expect(result.error.contains("raw must lie within 0...100 (curve.range)"))
        }

        @Test func callNamesTheOperationsThatThereAre() throws {
            let folder = try deployment("  curve: { plugin: curve }")
            let result = try proctor("call", "curve.aply", "--json", "{}", in: folder)
            #expect(result.status == 69)
        }

        @Test func checkFindsEverythingAtOnce() throws {
            let folder = try deployment("  curve: { plugin: curve, limit: { queue: 3 } }\n  other: { plugin: 7 }")
            let result = try proctor("check", in: folder)
            #expect(result.status == 78)
            #expect(result.error.contains("plugins.yaml:3:"))
            #expect(result.error.contains("limits"))
            #expect(result.error.contains("plugins.yaml:4:"))
        }

        @Test func checkSaysWhatAStartWouldLoad() throws {
            let folder = try deployment("  curve: { plugin: curve }")
            let result = try proctor("check", in: folder)
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("curve: org.example.curve 1.2.0"))
            #expect(result.output.contains("found, not configured"))
        }

        @Test func runRefusesAWrongConfigurationAndASecondHost() throws {
            let folder = try deployment("  curve: { plugin: nosuch }")
            let wrong = try proctor("run", in: folder)
            #expect(wrong.status == 78)
            #expect(wrong.error.contains("plugin.not_found"))
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Curve"), "libCurve.so")], processors: "  curve: { plugin: curve }")
            try host.start()
            let second = try proctor("run", "--config", host.folder.path + "/plugins.yaml", in: folder)
            #expect(second.status == 69)
            #expect(second.error.contains("in use by a running host"))
        }

        @Test func statusAndReloadSpeakToTheRunningHost() throws {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Curve"), "libCurve.so")], processors: "  curve: { plugin: curve }")
            let config = host.folder.path + "/plugins.yaml"
            let away = try proctor("status", "--config", config, in: host.folder)
            #expect(away.status == 69)
            try host.start()
            let status = try proctor("status", "--config", config, in: host.folder)
            #expect(status.status == 0)
            #expect(status.output.contains("org.example.curve 1.2.0"))
            try host.configure(processors: "  curve: { plugin: curve, config: { mean: 10 } }")
            let reload = try proctor("reload", "--config", config, in: host.folder)
            #expect(reload.status == 0, "\(reload.error)")
            #expect(reload.output.contains("replaced curve"))
            try host.configure(processors: "  curve: { plugin: curve, config: { mean: 1000 } }")
            #expect(try proctor("reload", "--config", config, in: host.folder).status == 1)
        }

        @Test func inspectReadsAPackedManifestWithoutRunningTheFile() throws {
            let folder = try deployment("  curve: { plugin: curve }")
            let file = folder.path + "/plugins/libCurve.so"
            #expect(try proctor("plugin", "pack", file, in: folder).status == 0)
            chmod(file, 0o644)
            let plain = try proctor("inspect", file, in: folder)
            #expect(plain.output.contains("org.example.curve 1.2.0"), "\(plain.error)")
            // The same file for another machine: e_machine, at offset 18, of aarch64 is 183.
            var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            bytes[18] = 183
            try bytes.write(to: URL(fileURLWithPath: folder.path + "/foreign.so"))
            let foreign = try proctor("inspect", folder.path + "/foreign.so", in: folder)
            #expect(foreign.output.contains("AArch64"))
            #expect(foreign.output.contains("curve.apply"))
        }

        @Test func aPackedFileWhoseManifestWasChangedIsRefused() throws {
            let folder = try deployment("  curve: { plugin: curve }")
            let file = folder.path + "/plugins/libCurve.so"
            _ = try proctor("plugin", "pack", file, in: folder)
            let manifest = folder.path + "/other.json"
            var text = try proctor("inspect", "--manifest", file, in: folder).output
            text = text.replacingOccurrences(of: "Curves one raw score", with: "Curves two raw scores")
            try text.write(toFile: manifest, atomically: true, encoding: .utf8)
            let changed = try CommandResult.run(
                "/usr/bin/objcopy", ["--update-section", ".proctor.manifest=\(manifest)", file])
            #expect(changed.status == 0, "\(changed.error)")
            let result = try proctor("check", in: folder)
            #expect(result.status == 78)
            #expect(result.error.contains("image.manifest_differs"), "\(result.error)")
        }
    }
}
