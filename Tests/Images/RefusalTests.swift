import Glibc
import Testing

@testable import HostImages

/// What an operator reads about each wrong file. The texts are compared as a whole; PLUGINS stands for the test's
/// folder.
@Suite struct RefusalTests {
    @Test func notFound() throws {
        let workshop = try Workshop()
        expect(
            workshop, "\(workshop.folder)/libNone.so",
            """
            PLUGINS/libNone.so: refused (image.not_found). Found: no such file. Needed: a plugin's shared object. \
            Do: check the path, or build the plugin.
            """)
    }

    @Test func folder() throws {
        let workshop = try Workshop()
        let path = "\(workshop.folder)/libFolder.so"
        #expect(mkdir(path, 0o755) == 0)
        expect(
            workshop, path,
            """
            PLUGINS/libFolder.so: refused (image.not_a_file). Found: a folder. \
            Needed: a regular file, the plugin's shared object. Do: name the .so itself.
            """)
    }

    @Test func pipeDoesNotHoldTheHost() throws {
        let workshop = try Workshop()
        let path = "\(workshop.folder)/libPipe.so"
        #expect(mkfifo(path, 0o644) == 0)
        expect(
            workshop, path,
            """
            PLUGINS/libPipe.so: refused (image.not_a_file). Found: a device, pipe or socket. \
            Needed: a regular file, the plugin's shared object. Do: name the .so itself.
            """)
    }

    @Test func notELF() throws {
        let workshop = try Workshop()
        let path = "\(workshop.folder)/libText.so"
        try workshop.write(Array("#!/bin/sh\n".utf8), to: path)
        expect(
            workshop, path,
            """
            PLUGINS/libText.so: refused (image.not_elf). Found: a file that does not start as ELF does. \
            Needed: an ELF shared object. Do: name the .so that the build made.
            """)
    }

    @Test func truncated() throws {
        let workshop = try Workshop()
        var size = 0
        let path = try workshop.patchedPlugin { bytes in
            size = bytes.count
            bytes.removeLast(5000)
        }
        expect(
            workshop, path,
            """
            PLUGINS/libGood.so: refused (image.truncated). Found: \(size - 5000) bytes of a file of at least \(size): \
            half copied, or cut off. Needed: the whole file. \
            Do: copy it again under another name and rename it into place, then reload.
            """)
    }

    @Test func halfCopiedInFullLength() throws {
        let workshop = try Workshop()
        let path = try workshop.patchedPlugin { bytes in
            for index in bytes.count / 2..<bytes.count { bytes[index] = 0 }
        }
        expect(
            workshop, path,
            """
            PLUGINS/libGood.so: refused (image.damaged). \
            Found: a section table without names, as in a half copied file. \
            Needed: an intact ELF file with its section table. \
            Do: build or copy the file again, and do not strip its section table.
            """)
    }

    @Test func stillBeingWritten() {
        // A file whose announced length is not what can be read of it, as of one that grows: the kernel offers some.
        #expect(
            refusal { () throws(ImageRefusal) in _ = try ImageFile(path: "/proc/version") }
                == """
                /proc/version: refused (image.being_written). Found: a file that changes while it is read. \
                Needed: a file at rest. Do: copy it under another name and rename it into place, then reload.
                """)
    }

    @Test func otherArchitecture() throws {
        let workshop = try Workshop()
        let path = try workshop.patchedPlugin { $0[18] = 243 }
        expect(
            workshop, path,
            """
            PLUGINS/libGood.so: refused (image.wrong_architecture). Found: code for RISC-V. \
            Needed: code for HOST, which this host runs on. Do: build the plugin on, or for, HOST.
            """)
    }

    @Test func thirtyTwoBits() throws {
        let workshop = try Workshop()
        let path = try workshop.patchedPlugin { bytes in
            bytes[4] = 1
            bytes[18] = 40
        }
        expect(
            workshop, path,
            """
            PLUGINS/libGood.so: refused (image.wrong_architecture). Found: code for ARM (32 bits). \
            Needed: code for HOST, which this host runs on. Do: build the plugin on, or for, HOST.
            """)
    }

    @Test func executable() throws {
        let workshop = try Workshop()
        let path = "\(workshop.folder)/libMain.so"
        try workshop.write(Array("int main(void) { return 0; }".utf8), to: "\(workshop.folder)/main.c")
        try Workshop.run("cc", ["-fPIE", "-pie", "-o", path, "\(workshop.folder)/main.c"])
        expect(
            workshop, path,
            """
            PLUGINS/libMain.so: refused (image.not_shared_object). Found: an executable. Needed: a shared object. \
            Do: link the plugin as a dynamic library (type: .dynamic, or cc -shared).
            """)
    }

    @Test func noEntry() throws {
        let workshop = try Workshop()
        expect(
            workshop, try workshop.compile("int other(void) { return 1; }"),
            """
            PLUGINS/libGood.so: refused (image.no_entry). \
            Found: a shared object that does not export proctor_plugin_entry. \
            Needed: a plugin, which exports proctor_plugin_entry. \
            Do: check that this is the plugin and not a library it uses; in C write PROCTOR_PLUGIN(table).
            """)
    }

    @Test func noNote() throws {
        let workshop = try Workshop()
        expect(
            workshop, try workshop.compile("void *proctor_plugin_entry(void) { return 0; }"),
            """
            PLUGINS/libGood.so: refused (image.no_note). Found: no note of the plugin ABI (section .note.proctor). \
            Needed: the note that says which ABI and compiler the plugin was built with. \
            Do: build the plugin against the SDK; in C write PROCTOR_PLUGIN(table) in one file.
            """)
    }

    @Test func otherMagic() throws {
        let workshop = try Workshop()
        expect(
            workshop, try workshop.patchedPlugin { try Self.patchNote(&$0, word: 0, to: 0xBEEF) },
            """
            PLUGINS/libGood.so: refused (image.wrong_magic). Found: a note with the magic number 0xbeef. \
            Needed: the magic number 0x50524354. Do: build the plugin against this host's SDK.
            """)
    }

    @Test func otherABI() throws {
        let workshop = try Workshop()
        expect(
            workshop, try workshop.patchedPlugin { try Self.patchNote(&$0, word: 2, to: 9) },
            """
            PLUGINS/libGood.so: refused (image.wrong_abi). Found: plugin ABI 0.9. \
            Needed: plugin ABI 0.1, exactly: before 1.0 every minor version may differ. \
            Do: build the plugin against this host's SDK.
            """)
    }

    @Test func staticSwiftRuntime() throws {
        let workshop = try Workshop()
        let types = "__attribute__((used, section(\"swift5_types\"))) static const int types = 1;\n"
        expect(
            workshop, try workshop.compile(Workshop.plugin + Workshop.entry + types),
            """
            PLUGINS/libGood.so: refused (image.static_swift_runtime). \
            Found: a Swift plugin with a Swift runtime of its own inside. \
            Needed: one that shares the host's runtime (libswiftCore.so): two in one process break each other. \
            Do: build without -static-stdlib.
            """)
    }

    @Test func otherToolchain() throws {
        let workshop = try Workshop()
        let path = try workshop.patchedPlugin { bytes in
            try Self.patchNote(&bytes, word: 3, to: 2)
            let text = try Self.noteStart(bytes) + 16
            bytes.replaceSubrange(text..<text + 16, with: Array("other compiler\0\0".utf8))
        }
        expect(
            workshop, path,
            """
            PLUGINS/libGood.so: refused (image.other_toolchain). Found: Swift code built by other compiler. \
            Needed: the compiler that built this host: this compiler. \
            Do: rebuild the plugin with the host's Swift toolchain.
            """)
    }

    @Test func writableByOthers() throws {
        let workshop = try Workshop()
        let path = try workshop.goodPlugin()
        #expect(chmod(path, 0o664) == 0)
        expect(
            workshop, path,
            """
            PLUGINS/libGood.so: refused (image.writable_by_others). \
            Found: a file that its group or everybody may write (mode 664). \
            Needed: a file and a folder that only their owner may write: who can write them can run code in the host. \
            Do: chmod go-w PLUGINS/libGood.so.
            """)
        #expect(chmod(path, 0o644) == 0 && chmod(workshop.folder, 0o757) == 0)
        expect(
            workshop, path,
            """
            PLUGINS/libGood.so: refused (image.writable_by_others). \
            Found: a folder that its group or everybody may write (mode 757). \
            Needed: a file and a folder that only their owner may write: who can write them can run code in the host. \
            Do: chmod go-w PLUGINS.
            """)
        #expect(chmod(workshop.folder, 0o1777) == 0)
        #expect(throws: Never.self) { try workshop.store.stage(path) }
    }

    @Test func writableFolderBehindALinkCounts() throws {
        let workshop = try Workshop()
        let inner = "\(workshop.folder)/inner"
        #expect(mkdir(inner, 0o755) == 0 && chmod(inner, 0o777) == 0)
        let path = try workshop.goodPlugin(name: "inner/libGood.so")
        let link = "\(workshop.folder)/libLink.so"
        #expect(symlink(path, link) == 0)
        #expect(
            refusal { () throws(ImageRefusal) in _ = try workshop.store.stage(link) }.contains(
                "(image.writable_by_others). Found: a folder"))
    }

    @Test func badPackedManifest() throws {
        let workshop = try Workshop()
        let path = try workshop.goodPlugin()
        try workshop.write(Array(#"{"id":"a b","version":"1","operations":[]}"#.utf8), to: "\(workshop.folder)/m")
        try Workshop.run("objcopy", ["--add-section", ".proctor.manifest=\(workshop.folder)/m", path])
        let text = refusal { () throws(ImageRefusal) in _ = try ImageInspector.facts(path).manifest() }
        #expect(
            text.replacing(workshop.folder, with: "PLUGINS")
                == """
                PLUGINS/libGood.so: refused (image.bad_manifest). \
                Found: a manifest that has the id "a b", which is not like org.example.curve. \
                Needed: a manifest as docs/abi.md describes it. Do: correct the plugin's manifest and build it again.
                """)
    }

    private func expect(
        _ workshop: Workshop, _ path: String, _ text: String, location: SourceLocation = #_sourceLocation
    ) {
        let told = refusal { () throws(ImageRefusal) in _ = try workshop.store.stage(path) }
        #expect(
            told.replacing(workshop.folder, with: "PLUGINS") == text.replacing("HOST", with: ELFMachine.host.name),
            sourceLocation: location)
    }

    /// Where the four words of the note's description start in a file.
    private static func noteStart(_ bytes: [UInt8]) throws -> Int {
        let range = try #require(bytes.firstRange(of: Array("Proctor\0TCRP".utf8)))
        return range.lowerBound + 8
    }

    private static func patchNote(_ bytes: inout [UInt8], word: Int, to value: UInt32) throws {
        let start = try noteStart(bytes) + word * 4
        for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(index))) }
    }
}

/// The text of the refusal that a body throws, or a sentence that equals none.
func refusal(_ body: () throws(ImageRefusal) -> Void) -> String {
    do throws(ImageRefusal) {
        try body()
        return "not refused"
    } catch {
        return error.description
    }
}
