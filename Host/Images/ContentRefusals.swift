/// Refusals of what a file holds, found without running any of its code.
extension ImageRefusal {
    static func defect(_ defect: ELFDefect, file: String) -> Self {
        switch defect {
        case .notELF(let found):
            Self(
                code: "image.not_elf", file: file, found: found, needed: "an ELF shared object",
                remedy: "name the .so that the build made")
        case .truncated(let needed, let actual):
            Self(
                code: "image.truncated", file: file,
                found: "\(actual) bytes of a file of at least \(needed): half copied, or cut off",
                needed: "the whole file",
                remedy: "copy it again under another name and rename it into place, then reload")
        case .damaged(let reason):
            Self(
                code: "image.damaged", file: file, found: reason, needed: "an intact ELF file with its section table",
                remedy: "build or copy the file again, and do not strip its section table")
        case .foreign(let machine):
            wrongArchitecture(file, machine: machine)
        }
    }

    static func wrongArchitecture(_ file: String, machine: String) -> Self {
        Self(
            code: "image.wrong_architecture", file: file, found: "code for \(machine)",
            needed: "code for \(ELFMachine.host.name), which this host runs on",
            remedy: "build the plugin on, or for, \(ELFMachine.host.name)")
    }

    static func notSharedObject(_ file: String, found: String) -> Self {
        Self(
            code: "image.not_shared_object", file: file, found: found, needed: "a shared object",
            remedy: "link the plugin as a dynamic library (type: .dynamic, or cc -shared)")
    }

    static func noEntry(_ file: String) -> Self {
        Self(
            code: "image.no_entry", file: file,
            found: "a shared object that does not export \(PluginEntry.symbol)",
            needed: "a plugin, which exports \(PluginEntry.symbol)",
            remedy: "check that this is the plugin and not a library it uses; in C write PROCTOR_PLUGIN(table)")
    }

    static func noNote(_ file: String) -> Self {
        Self(
            code: "image.no_note", file: file, found: "no note of the plugin ABI (section \(PluginNote.section))",
            needed: "the note that says which ABI and compiler the plugin was built with",
            remedy: "build the plugin against the SDK; in C write PROCTOR_PLUGIN(table) in one file")
    }

    static func wrongMagic(_ file: String, magic: UInt32) -> Self {
        Self(
            code: "image.wrong_magic", file: file, found: "a note with the magic number 0x\(String(magic, radix: 16))",
            needed: "the magic number 0x\(String(PluginNote.magic, radix: 16))",
            remedy: "build the plugin against this host's SDK")
    }

    static func wrongABI(_ file: String, version: String) -> Self {
        Self(
            code: "image.wrong_abi", file: file, found: "plugin ABI \(version)",
            needed: "plugin ABI \(PluginNote.hostVersion), exactly: before 1.0 every minor version may differ",
            remedy: "build the plugin against this host's SDK")
    }

    static func staticSwiftRuntime(_ file: String) -> Self {
        Self(
            code: "image.static_swift_runtime", file: file,
            found: "a Swift plugin with a Swift runtime of its own inside",
            needed: "one that shares the host's runtime (libswiftCore.so): two in one process break each other",
            remedy: "build without -static-stdlib")
    }

    static func otherToolchain(_ file: String, toolchain: String, host: String) -> Self {
        Self(
            code: "image.other_toolchain", file: file, found: "Swift code built by \(toolchain)",
            needed: "the compiler that built this host: \(host)",
            remedy: "rebuild the plugin with the host's Swift toolchain")
    }

    static func badManifest(_ file: String, reason: String) -> Self {
        Self(
            code: "image.bad_manifest", file: file, found: "a manifest that \(reason)",
            needed: "a manifest as docs/abi.md describes it", remedy: "correct the plugin's manifest and build it again"
        )
    }

    static func manifestDiffers(_ file: String) -> Self {
        Self(
            code: "image.manifest_differs", file: file,
            found:
                "a packed manifest (section \(PluginNote.manifestSection)) that is not the one in the plugin's table",
            needed: "two equal manifests: the packed one is made from the table",
            remedy: "pack it again: proctor plugin pack \(file)")
    }
}
