import Glibc
import Testing

@testable import HostImages

/// Finding a plugin by the name that plugins.yaml gives.
@Suite struct PluginIndexTests {
    private let workshop: Workshop

    init() throws {
        workshop = try Workshop()
    }

    private var index: PluginIndex {
        PluginIndex(
            of: ["\(workshop.folder)/missing", workshop.folder], store: workshop.store, probe: workshop.probe())
    }

    @Test(arguments: ["good", "org.example.good"])
    func isFoundByIdOrItsLastPart(name: String) throws {
        let path = try workshop.goodPlugin(name: "libAnything.so")
        try workshop.write([], to: "\(workshop.folder)/notes.txt")
        #expect(try index.resolve(name) == path)
    }

    @Test func packedPluginIsFoundWithoutRunningIt() throws {
        let path = try workshop.goodPlugin()
        let packer = ManifestPacker(probe: workshop.probe())
        #expect(try packer.pack(path) == .packed)
        let blind = ImageProbe(executable: "/bin/false", environment: [:])
        let index = PluginIndex(of: [workshop.folder], store: workshop.store, probe: blind)
        #expect(try index.resolve("good") == path)
    }

    @Test func explicitPathIsTakenAsItIs() throws {
        #expect(try index.resolve("elsewhere/libX.so") == "elsewhere/libX.so")
    }

    @Test func unknownNameListsWhatIsThere() throws {
        _ = try workshop.goodPlugin()
        try workshop.write(Array("text".utf8), to: "\(workshop.folder)/libBroken.so")
        expect(
            "goood",
            """
            goood: refused (plugin.not_found). Found: in PLUGINS/missing, PLUGINS only: \
            PLUGINS/libBroken.so, which is refused (image.not_elf); good (PLUGINS/libGood.so). \
            Needed: a plugin whose id is, or ends in, "goood". Do: put the plugin's .so there, or correct the name.
            """)
    }

    @Test func emptyFoldersAreSaidToBeEmpty() {
        expect(
            "good",
            """
            good: refused (plugin.not_found). Found: no plugin at all in PLUGINS/missing, PLUGINS. \
            Needed: a plugin whose id is, or ends in, "good". Do: put the plugin's .so there, or correct the name.
            """)
    }

    @Test func twoFilesOfOnePluginAreAmbiguous() throws {
        _ = try workshop.goodPlugin(name: "libA.so")
        _ = try workshop.goodPlugin(name: "libB.so")
        expect(
            "good",
            """
            good: refused (plugin.ambiguous). Found: 2 files: PLUGINS/libA.so, PLUGINS/libB.so. Needed: one. \
            Do: remove the others, or write the path of the one you mean.
            """)
    }

    @Test func brokenFileOfTheWantedNameTellsWhy() throws {
        try workshop.write(Array("text".utf8), to: "\(workshop.folder)/libGood.so")
        expect(
            "good",
            """
            PLUGINS/libGood.so: refused (image.not_elf). Found: a file that does not start as ELF does. \
            Needed: an ELF shared object. Do: name the .so that the build made.
            """)
    }

    private func expect(_ plugin: String, _ text: String, location: SourceLocation = #_sourceLocation) {
        let told = refusal { () throws(ImageRefusal) in _ = try index.resolve(plugin) }
        #expect(told.replacing(workshop.folder, with: "PLUGINS") == text, sourceLocation: location)
    }
}
