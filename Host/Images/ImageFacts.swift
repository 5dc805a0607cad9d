/// What a file is, found without running any of its code. Facts do not judge: they may be of another machine's file.
public struct ImageFacts: Sendable {
    /// As the operator named it.
    public let path: String
    /// In bytes.
    public let size: Int
    public let machine: ELFMachine
    public let kind: Kind
    /// Nil when the file carries none.
    public let note: PluginNote?
    /// The packed manifest, as bytes; nil when the file was not packed.
    public let packedManifest: [UInt8]?
    public let neededLibraries: [String]
    public let runpath: String?
    /// Whether the file exports the entry of a plugin.
    public let exportsEntry: Bool
    /// Exported symbols beside the entry: harmless alone, but they can clash with another plugin's. Worth a warning.
    public let otherExports: [String]
    public let isSwift: Bool
    /// Swift code that does not need libswiftCore.so: the runtime is inside.
    public let hasSwiftRuntimeInside: Bool
    /// Who else may write it; nil when only the owner may.
    public let exposure: Exposure?

    public enum Kind: Sendable, Equatable {
        case sharedObject
        /// Anything else, described.
        case other(String)
    }

    /// A path that its group or everybody may write.
    public struct Exposure: Sendable, Equatable {
        /// `a file` or `a folder`.
        public let part: String
        public let path: String
        /// Permission bits.
        public let mode: UInt32
    }

    init(of file: ImageFile) throws(ImageRefusal) {
        let elf: ELFFile
        do throws(ELFDefect) {
            elf = try ELFFile(file.bytes)
        } catch {
            throw .defect(error, file: file.path)
        }
        path = file.path
        size = file.bytes.count
        machine = elf.machine
        kind = Self.kind(of: elf)
        note = elf.contents(ofSection: PluginNote.section).flatMap { PluginNote(section: $0) }
        packedManifest = elf.contents(ofSection: PluginNote.manifestSection)
        neededLibraries = elf.dynamic.needed
        runpath = elf.dynamic.runpath
        exportsEntry = elf.dynamic.exports.contains(PluginEntry.symbol)
        otherExports = elf.dynamic.exports.filter { $0 != PluginEntry.symbol && !Self.linkerSymbols.contains($0) }
        isSwift = elf.sections.contains { $0.name.hasPrefix("swift5_") }
        hasSwiftRuntimeInside = isSwift && !elf.dynamic.needed.contains { $0.hasPrefix("libswiftCore.so") }
        exposure = FileExposure.find(file)
    }

    /// The packed manifest as a model.
    /// - Throws: `image.bad_manifest`.
    public func manifest() throws(ImageRefusal) -> PluginManifest? {
        guard let packedManifest else { return nil }
        return try PluginManifest(bytes: packedManifest, file: path)
    }

    /// What some linkers export of every shared object.
    private static let linkerSymbols: Set = ["_init", "_fini", "__bss_start", "_edata", "_end"]

    private static func kind(of elf: ELFFile) -> Kind {
        switch elf.type {
        case 1: .other("an object file, not yet linked")
        case 2: .other("an executable")
        case 3: elf.dynamic.isPositionIndependentExecutable ? .other("an executable") : .sharedObject
        case 4: .other("a memory dump")
        default: .other("an ELF file of type \(elf.type)")
        }
    }
}
