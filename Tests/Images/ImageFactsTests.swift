import Fuzzing
import Glibc
import Testing

@testable import HostImages

/// What is read from a file without running its code.
@Suite struct ImageFactsTests {
    @Test func factsOfAGoodPlugin() throws {
        let workshop = try Workshop()
        let facts = try ImageInspector.facts(try workshop.goodPlugin())
        #expect(facts.machine == .host && facts.kind == .sharedObject)
        #expect(facts.note?.version == "0.1" && facts.note?.language == .c)
        #expect(facts.note?.toolchain.isEmpty == false)
        #expect(facts.exportsEntry && facts.otherExports.isEmpty)
        #expect(facts.neededLibraries.contains { $0.hasPrefix("libc.so") })
        #expect(!facts.isSwift && !facts.hasSwiftRuntimeInside && facts.exposure == nil)
        #expect(facts.packedManifest == nil && facts.runpath == nil)
    }

    @Test func exportsBesideTheEntryAreNamed() throws {
        let workshop = try Workshop()
        let more = """
            int visible(void) { return 1; }
            __attribute__((weak)) int faint(void) { return 1; }
            __attribute__((visibility("hidden"))) int hidden(void) { return 1; }
            extern int absent(void);
            int *address(void) { return (int *)absent; }
            """
        let path = try workshop.compile(
            Workshop.plugin + Workshop.entry + more,
            flags: ["-Wl,-rpath,/usr/local/x:$ORIGIN", "-Wl,--enable-new-dtags"])
        let facts = try ImageInspector.facts(path)
        #expect(Set(facts.otherExports) == ["visible", "faint", "address"])
        #expect(facts.runpath == "/usr/local/x:$ORIGIN")
    }

    @Test func needsNoRightToExecuteAndRunsNoCode() throws {
        let workshop = try Workshop()
        let abort = "__attribute__((constructor)) static void dies(void) { abort(); }\n"
        let path = try workshop.compile(Workshop.plugin + abort + Workshop.entry)
        #expect(chmod(path, 0o400) == 0)
        #expect(try ImageInspector.facts(path).exportsEntry)
    }

    @Test func manifestOfAnotherMachinesFileIsRead() throws {
        let workshop = try Workshop()
        let path = try workshop.patchedPlugin { $0[18] = 183 }
        try workshop.write(
            Array(#"{"id":"org.example.x","version":"2","operations":[],"later":{"a":[1]}}"#.utf8),
            to: "\(workshop.folder)/manifest")
        // Patched after packing, since objcopy may not know the other machine.
        var bytes = try ImageFile(path: path).bytes
        bytes[18] = UInt8(ELFMachine.host.number & 0xFF)
        try workshop.write(bytes, to: path)
        try Workshop.run("objcopy", ["--add-section", ".proctor.manifest=\(workshop.folder)/manifest", path])
        bytes = try ImageFile(path: path).bytes
        bytes[18] = 183
        try workshop.write(bytes, to: path)
        let facts = try ImageInspector.facts(path)
        #expect(facts.machine == .aarch64)
        #expect(try facts.manifest()?.id == "org.example.x" && facts.manifest()?.shortName == "x")
    }

    @Test func swiftNoteWinsOverTheOneOfAPartInC() {
        func note(_ language: UInt8, _ text: String) -> [UInt8] {
            let words: [[UInt8]] = [
                [8, 0, 0, 0], [144, 0, 0, 0], [1, 0, 0, 0], Array("Proctor\0".utf8), Array("TCRP".utf8),
                [0, 0, 0, 0], [1, 0, 0, 0], [language, 0, 0, 0],
            ]
            return words.flatMap { $0 } + Array(text.utf8) + [UInt8](repeating: 0, count: 128 - text.utf8.count)
        }
        let foreign: [UInt8] = [4, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 0x47, 0x4E, 0x55, 0, 1, 2, 3, 4]
        let found = PluginNote(section: foreign + note(1, "cc") + note(2, "swiftc"))
        #expect(found?.language == .swift && found?.toolchain == "swiftc" && found?.version == "0.1")
        #expect(PluginNote(section: note(1, "cc"))?.language == .c)
        #expect(PluginNote(section: foreign) == nil)
        #expect(PluginNote(section: Array(note(1, "cc").dropLast())) == nil)
        let long: [UInt8] = [255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0, 0]
        #expect(PluginNote(section: long) == nil)
    }

    @Test func hostKnowsItsOwnCompiler() {
        #expect(HostToolchain.text?.isEmpty == false)
    }

    @Test func everyCutIsRefusedAndNoneCrashes() throws {
        let workshop = try Workshop()
        let bytes = try ImageFile(path: try workshop.goodPlugin()).bytes
        for length in stride(from: 0, to: bytes.count, by: 61) {
            #expect(throws: ELFDefect.self) { try ELFFile(Array(bytes.prefix(length))) }
        }
    }

    @Test func mutatedFilesNeverCrashTheReader() throws {
        let workshop = try Workshop()
        let seed = try ImageFile(path: try workshop.goodPlugin()).bytes
        var random = SeededRandom(7)
        var (read, refused) = (0, 0)
        // Most mutations go where the structure is: the header, and the tables that it points to.
        let tables = [0..<64, 64..<600, seed.count - 2500..<seed.count, 0..<seed.count]
        for round in 0..<FuzzRounds.count(4000) {
            var bytes = seed
            for _ in 0...Int.random(in: 0..<6, using: &random) {
                let place = Int.random(in: tables[round % tables.count], using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] = 0xFF
                case 2: bytes[place] = 0
                default: for index in place..<min(place + 8, bytes.count) { bytes[index] = 0xFF }
                }
            }
            do throws(ELFDefect) {
                let file = try ELFFile(bytes)
                _ = file.contents(ofSection: PluginNote.section).flatMap { PluginNote(section: $0) }
                read += 1
            } catch {
                refused += 1
            }
        }
        #expect(read > 100 && refused > 100, "mutations must reach both outcomes")
    }
}
