import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// What a reload refuses, while the running host serves on. The refusals' texts are tested in Tests/Images.
    @Suite(.serialized) struct WrongPlugins {
        private func host() throws -> HostUnderTest {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Curve"), "libCurve.so")], processors: "  curve: { plugin: curve }")
            try host.start()
            return host
        }

        /// Reloads, expects the refusal, and that the host serves as before and reloads again when it is mended.
        private func expectRefusal(_ host: HostUnderTest, code: String) throws {
            let report = try host.reload()
            #expect(report["succeeded"] as? Bool == false)
            let problems = (report["problems"] as? [String] ?? []).joined()
            #expect(problems.contains(code), "\(problems)")
            #expect(try host.client().post("/curve", json: #"{"raw": 61}"#).json["value"] as? Int == 71)
            try host.folder.install(BuiltFiles.product("Curve"), as: "plugins/libCurve.so")
            #expect(try host.reload()["succeeded"] as? Bool == true)
        }

        @Test func aHalfCopiedFile() throws {
            let host = try host()
            let path = host.folder.path + "/plugins/libCurve.so"
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            try FileManager.default.removeItem(atPath: path)
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
            chmod(path, 0o755)
            try expectRefusal(host, code: "image.truncated")
        }

        @Test func aFileThatIsNoImage() throws {
            let host = try host()
            try host.folder.write("#!/bin/sh\n", to: "plugins/libCurve.so")
            chmod(host.folder.path + "/plugins/libCurve.so", 0o755)
            try expectRefusal(host, code: "image.not_elf")
        }

        @Test func aFileThatOthersMayWrite() throws {
            let host = try host()
            chmod(host.folder.path + "/plugins/libCurve.so", 0o777)
            try expectRefusal(host, code: "image.writable_by_others")
        }

        /// Compiles a C plugin into the plugin folder.
        private func compile(_ source: String, into host: HostUnderTest) throws {
            let file = host.folder.path + "/plugin.c"
            try source.write(toFile: file, atomically: true, encoding: .utf8)
            let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
            let target = host.folder.path + "/plugins/libCurve.so"
            let built = try CommandResult.run(
                "/usr/bin/gcc",
                [
                    "-shared", "-fPIC", "-fvisibility=hidden", "-I", here + "/../../PluginSDK/CPluginABI/include", file,
                    "-o",
                    target,
                ])
            #expect(built.status == 0, "\(built.error)")
            chmod(target, 0o755)
        }

        /// Changes bytes of the installed plugin.
        private func patch(_ host: HostUnderTest, _ change: (inout [UInt8]) throws -> Void) throws {
            let path = host.folder.path + "/plugins/libCurve.so"
            var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            try change(&bytes)
            try FileManager.default.removeItem(atPath: path)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            chmod(path, 0o755)
        }

        private static let aborting = """
            #include <stdlib.h>
            #include "proctor_plugin.h"
            static const proctor_plugin plugin = {0};
            PROCTOR_PLUGIN(plugin)
            __attribute__((constructor)) static void begin(void) { abort(); }
            """

        @Test func aConstructorThatAborts() throws {
            let host = try host()
            try compile(Self.aborting, into: host)
            try expectRefusal(host, code: "image.died")
        }

        @Test func inspectShowsThePackedManifestOfAFileWhoseConstructorAborts() throws {
            let host = try host()
            try compile(Self.aborting, into: host)
            let file = host.folder.path + "/plugins/libCurve.so"
            try #"{"id":"test.abort","version":"1","operations":[{"name":"a.b","summary":"s"}]}"#.write(
                toFile: host.folder.path + "/manifest.json", atomically: true, encoding: .utf8)
            let packed = try CommandResult.run(
                "/usr/bin/objcopy", ["--add-section", ".proctor.manifest=\(host.folder.path)/manifest.json", file])
            #expect(packed.status == 0, "\(packed.error)")
            let inspected = try CommandResult.run(BuiltFiles.proctor(), ["inspect", file])
            #expect(inspected.status == 0)
            #expect(inspected.output.contains("test.abort 1"))
            #expect(inspected.output.contains("a.b"))
        }

        @Test func aFileWithoutTheEntry() throws {
            let host = try host()
            try compile("int other(void) { return 1; }", into: host)
            try expectRefusal(host, code: "image.no_")
        }

        @Test func aFileForAnotherMachine() throws {
            let host = try host()
            try patch(host) { $0[18] = 183 }
            try expectRefusal(host, code: "image.wrong_architecture")
        }

        @Test func aFileOfAnotherABI() throws {
            let host = try host()
            try patch(host) { bytes in
                // The note's description: magic, major, minor, language. Minor is the third word after the magic's start.
                let note = try #require(bytes.firstRange(of: Array("Proctor\0TCRP".utf8)))
                bytes[note.lowerBound + 16] = 99
            }
            try expectRefusal(host, code: "image.wrong_abi")
        }

        @Test func aFileOfAnotherSwift() throws {
            let host = try host()
            try patch(host) { bytes in
                let note = try #require(bytes.firstRange(of: Array("Proctor\0TCRP".utf8)))
                bytes[note.lowerBound + 24] = UInt8(ascii: "X")
            }
            try expectRefusal(host, code: "image.other_toolchain")
        }

        @Test func aFolderInItsPlace() throws {
            let host = try host()
            let path = host.folder.path + "/plugins/libCurve.so"
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            let report = try host.reload()
            #expect((report["problems"] as? [String] ?? []).joined().contains("image.not_a_file"))
            try FileManager.default.removeItem(atPath: path)
            #expect(try host.client().post("/curve", json: #"{"raw": 61}"#).status == 200)
        }

        @Test func aPluginThatFailsToStartLeavesTheOthersAlone() throws {
            let host = try HostUnderTest(
                plugins: [
                    (BuiltFiles.product("Curve"), "libCurve.so"), (BuiltFiles.fixture("rude", "Rude"), "libRude.so"),
                ], processors: "  curve: { plugin: curve }")
            try host.start()
            try host.configure(
                processors:
                    "  curve: { plugin: curve, config: { mean: 70 } }\n  rude: { plugin: rude, config: { fails_at_start: true } }"
            )
            let report = try host.reload()
            #expect(report["succeeded"] as? Bool == false)
            #expect((report["problems"] as? [String])?.first?.contains("told to fail") == true)
            #expect(try host.client().post("/curve", json: #"{"raw": 61}"#).json["value"] as? Int == 71)
        }

        @Test func settingsThatThePluginRefusesAreShownAtTheirLine() throws {
            let host = try host()
            try host.configure(processors: "  curve:\n    plugin: curve\n    config:\n      mean: 170")
            let problem = (try host.reload()["problems"] as? [String])?.first ?? ""
            #expect(problem.contains("plugins.yaml:10:"), "\(problem)")
            #expect(problem.contains("mean: 170"))
        }
    }
}
