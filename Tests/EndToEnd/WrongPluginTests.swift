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

        @Test func aConstructorThatAborts() throws {
            let host = try host()
            let source = host.folder.path + "/abort.c"
            try """
                #include <stdlib.h>
                #include "proctor_plugin.h"
                static const proctor_plugin plugin = {0};
                PROCTOR_PLUGIN(plugin)
                __attribute__((constructor)) static void begin(void) { abort(); }
                """.write(toFile: source, atomically: true, encoding: .utf8)
            let header = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../PluginSDK/CPluginABI/include"
            let built = try CommandResult.run(
                "/usr/bin/gcc",
                ["-shared", "-fPIC", "-fvisibility=hidden", "-I", header, source, "-o", host.folder.path + "/plugins/libCurve.so"])
            #expect(built.status == 0, "\(built.error)")
            chmod(host.folder.path + "/plugins/libCurve.so", 0o755)
            try expectRefusal(host, code: "image.died")
        }

        @Test func aPluginThatFailsToStartLeavesTheOthersAlone() throws {
            let host = try HostUnderTest(
                plugins: [
                    (BuiltFiles.product("Curve"), "libCurve.so"), (BuiltFiles.fixture("rude", "Rude"), "libRude.so"),
                ], processors: "  curve: { plugin: curve }")
            try host.start()
            try host.configure(
                processors: "  curve: { plugin: curve, config: { mean: 70 } }\n  rude: { plugin: rude, config: { fails_at_start: true } }")
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
