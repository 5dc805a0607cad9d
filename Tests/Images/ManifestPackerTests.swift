import Glibc
import Testing

@testable import HostImages

/// Writing the manifest into a plugin's file.
@Suite struct ManifestPackerTests {
    @Test func packedManifestIsTheTablesAndTheFileStillLoads() throws {
        let workshop = try Workshop()
        let path = try workshop.goodPlugin()
        #expect(chmod(path, 0o750) == 0)
        let packer = ManifestPacker(probe: workshop.probe())
        #expect(try packer.pack(path) == .packed)
        let facts = try ImageInspector.facts(path)
        #expect(try facts.manifest()?.id == "org.example.good")
        #expect(facts.note != nil && facts.exportsEntry)
        #expect(try ImageFile(path: path).mode == 0o750)
        let staged = try workshop.store.stage(path)
        #expect(try workshop.probe().verdict(on: staged).manifestBytes == facts.packedManifest)
        #expect(try ImageLoader().load(staged).id == "org.example.good")
        #expect(try packer.pack(path) == .unchanged)
    }

    @Test func oldManifestIsReplaced() throws {
        let workshop = try Workshop()
        let path = try workshop.goodPlugin()
        try workshop.write(Array("old".utf8), to: "\(workshop.folder)/old")
        try Workshop.run("objcopy", ["--add-section", ".proctor.manifest=\(workshop.folder)/old", path])
        #expect(try ManifestPacker(probe: workshop.probe()).pack(path) == .packed)
        #expect(try ImageInspector.facts(path).manifest()?.version == "1.2.0")
    }

    @Test func nothingIsLeftBesideAFileThatCannotBePacked() throws {
        let workshop = try Workshop()
        let path = try workshop.goodPlugin()
        let before = try ImageFile(path: path).bytes
        let packer = ManifestPacker(probe: workshop.probe(), objcopy: "no-such-objcopy")
        let text = refusal { () throws(ImageRefusal) in _ = try packer.pack(path) }
        #expect(
            text.replacing(workshop.folder, with: "PLUGINS")
                == """
                PLUGINS/libGood.so: refused (image.not_packed). \
                Found: no-such-objcopy: No such file or directory. \
                Needed: objcopy, and a folder that may be written. \
                Do: install the package binutils, and check the folder's permissions.
                """)
        #expect(try ImageFile(path: path).bytes == before)
        #expect(PluginFolder.find(in: [workshop.folder]).map(\.path) == [path])
    }
}
