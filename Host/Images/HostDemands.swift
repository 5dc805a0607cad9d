/// What this host asks of a file before it runs any of its code.
public struct HostDemands: Sendable {
    private let machine: ELFMachine
    private let toolchain: String?

    /// The demands of the running host.
    public init() {
        self.init(machine: .host, toolchain: HostToolchain.text)
    }

    init(machine: ELFMachine, toolchain: String?) {
        self.machine = machine
        self.toolchain = toolchain
    }

    /// - Throws: the first demand that the file does not meet.
    public func check(_ facts: ImageFacts) throws(ImageRefusal) {
        let file = facts.path
        if let exposure = facts.exposure {
            throw .writableByOthers(file, part: exposure.part, path: exposure.path, mode: exposure.mode)
        }
        guard facts.machine == machine else { throw .wrongArchitecture(file, machine: facts.machine.name) }
        if case .other(let kind) = facts.kind { throw .notSharedObject(file, found: kind) }
        guard facts.exportsEntry else { throw .noEntry(file) }
        guard let note = facts.note else { throw .noNote(file) }
        guard note.magic == PluginNote.magic else { throw .wrongMagic(file, magic: note.magic) }
        guard note.version == PluginNote.hostVersion else { throw .wrongABI(file, version: note.version) }
        guard facts.isSwift || note.language == .swift else { return }
        if facts.hasSwiftRuntimeInside { throw .staticSwiftRuntime(file) }
        // Two compilers may lay out one runtime type in two ways; C plugins share none with the host.
        if let toolchain, note.toolchain != toolchain {
            throw .otherToolchain(file, toolchain: note.toolchain, host: toolchain)
        }
    }
}
