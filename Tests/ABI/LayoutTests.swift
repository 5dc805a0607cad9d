import CPluginABI
import Foundation
import Testing

/// The header as other compilers see it.
@Suite struct LayoutTests {
    private static let header: String = {
        let here = (#filePath as NSString).deletingLastPathComponent
        return here + "/../../PluginSDK/CPluginABI/include/proctor_plugin.h"
    }()

    /// Sizes of 0.1. They may change until 1.0, and then only grow; a change has to be meant, and told in docs/abi-history.md.
    @Test func sizesAndAlignmentsAreThoseOfTheDiary() {
        #expect(MemoryLayout<proctor_bytes>.size == 16)
        #expect(MemoryLayout<proctor_header>.size == 32)
        #expect(MemoryLayout<proctor_error>.size == 592)
        #expect(MemoryLayout<proctor_job>.size == 88)
        #expect(MemoryLayout<proctor_result>.size == 64)
        #expect(MemoryLayout<proctor_host>.size == 64)
        #expect(MemoryLayout<proctor_plugin>.size == 144)
        #expect(MemoryLayout<proctor_workers>.size == 24)
        #expect(MemoryLayout<proctor_metrics>.size == 32)
        #expect(MemoryLayout<proctor_trace>.size == 16)
        #expect(MemoryLayout<proctor_plugin>.alignment == 8)
    }

    @Test func offsetsThatPluginsRelyOnStandWhereTheyStood() {
        #expect(MemoryLayout<proctor_job>.offset(of: \.payload) == 56)
        #expect(MemoryLayout<proctor_job>.offset(of: \.headers) == 72)
        #expect(MemoryLayout<proctor_result>.offset(of: \.error) == 40)
        #expect(MemoryLayout<proctor_result>.offset(of: \.headers) == 48)
        #expect(MemoryLayout<proctor_result>.offset(of: \.header_count) == 56)
        #expect(MemoryLayout<proctor_plugin>.offset(of: \.validate) == 64)
        #expect(MemoryLayout<proctor_plugin>.offset(of: \.submit) == 88)
        #expect(MemoryLayout<proctor_plugin>.offset(of: \.extension) == 136)
    }

    @Test(arguments: [
        ["-x", "c", "-std=c11"], ["-x", "c", "-std=c17"], ["-x", "c++", "-std=c++17"],
    ])
    func theHeaderCompilesWithoutAWarningOrHiddenPadding(flags: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/gcc")
        process.arguments =
            flags + ["-Wall", "-Wextra", "-Wpedantic", "-Wpadded", "-Werror", "-fsyntax-only", Self.header]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
