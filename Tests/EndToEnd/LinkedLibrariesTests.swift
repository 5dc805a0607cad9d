import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// What the host needs on an operator's machine before any plugin is loaded.
    @Suite struct LinkedLibraries {
        /// Everything that the host may link. What a single plugin needs, the plugin brings: no imaging library, no
        /// browser. The whole of Foundation is here for the SQLite library alone, and costs 6 MiB of shared pages.
        private static let allowed: Set<String> = [
            "libyaml-0.so.2", "libsqlite3.so.0", "libcurl.so.4", "librabbitmq.so.4", "libpq.so.5", "libssl.so.3",
            "libcrypto.so.3",
            "libswiftCore.so", "libswift_Concurrency.so", "libswift_StringProcessing.so", "libswift_RegexParser.so",
            "libswiftSynchronization.so", "libswiftGlibc.so", "libswiftDispatch.so", "libswiftSwiftOnoneSupport.so",
            "libFoundationEssentials.so", "libFoundation.so", "libFoundationInternationalization.so", "libdispatch.so",
            "libBlocksRuntime.so",
            "libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6",
            "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
        ]

        /// The libraries that a file names itself, in the dynamic section's order.
        private func needed(by file: String) throws -> [String] {
            let result = try CommandResult.run("/usr/bin/readelf", ["-dW", file])
            try #require(result.status == 0, "\(result.error)")
            return result.output.split(separator: "\n").filter { $0.contains("(NEEDED)") }.compactMap { line in
                guard let open = line.lastIndex(of: "["), let close = line.lastIndex(of: "]"), open < close else {
                    return nil
                }
                return String(line[line.index(after: open)..<close])
            }
        }

        @Test func theHostLinksNothingBeyondTheFixedList() throws {
            let libraries = try needed(by: BuiltFiles.proctor())
            #expect(libraries.contains("libswiftCore.so"), "the Swift runtime is shared with plugins, never inside")
            let others = libraries.filter { !Self.allowed.contains($0) }
            #expect(others.isEmpty, "the host links \(others.joined(separator: ", ")) as well")
        }

        @Test func theListWouldNoticeAPluginsLibrary() throws {
            let libraries = try needed(by: BuiltFiles.product("Grading"))
            #expect(libraries.contains("libturbojpeg.so.0"))
            #expect(!Self.allowed.contains("libturbojpeg.so.0"))
        }
    }
}
