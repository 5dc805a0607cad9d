import Foundation
import PluginSDK
import PluginTestKit
import Testing

/// What was built once still works: headers that shipped are kept in Museum/, one a version.
@Suite struct MuseumTests {
    @Test("every field of an older header stands where it stood, in its size", arguments: OlderHeader.all)
    func layout(_ older: OlderHeader) throws {
        let fields = try older.fields()
        #expect(fields.count > 60, "the header is read whole")
        #expect(fields.contains { $0 == ("proctor_result", "error") })
        #expect(try older.layout(of: fields) == OlderHeader.present.layout(of: fields))
    }

    @Test("a plugin that was built against an older header is driven as any other", arguments: OlderHeader.all)
    func plugin(_ older: OlderHeader) async throws {
        let folder = try CCompiler.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let library = folder + "/libWordCount.so"
        _ = try CCompiler.run(
            "/usr/bin/gcc",
            [
                "-std=c11", "-fPIC", "-shared", "-fvisibility=hidden", "-I", older.folder,
                OlderHeader.root + "/Plugins/Examples/WordCount/word_count.c", "-o", library,
            ])
        // Never closed: the harness's tables point into it.
        let image = try #require(dlopen(library, RTLD_NOW | RTLD_LOCAL))
        let symbol = try #require(dlsym(image, "proctor_plugin_entry"))
        typealias Entry = @convention(c) () -> UnsafePointer<proctor_plugin>?
        let entry = unsafeBitCast(symbol, to: Entry.self)
        let harness = try await PluginHarness(entry: { entry() })
        let answer = try await harness.call("text.count", Array("two words".utf8))
        #expect(answer.isOK && answer.json?["words"] == 2)
        #expect(answer.headers.isEmpty)
        try await harness.finish()
    }
}
