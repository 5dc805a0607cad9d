import CPluginABI

/// The note in every plugin: which ABI it speaks and what built it. Readable without running code.
public struct PluginNote: Sendable, Equatable {
    public enum Language: Sendable, Equatable, CustomStringConvertible {
        case c
        case swift
        case other(UInt32)

        public var description: String {
            switch self {
            case .c: "C"
            case .swift: "Swift"
            case .other(let number): "language \(number)"
            }
        }
    }

    public static let section = ".note.proctor"
    /// The section that `proctor plugin pack` adds.
    public static let manifestSection = ".proctor.manifest"
    static let magic: UInt32 = PROCTOR_MAGIC
    /// The ABI of this host.
    public static let hostVersion = "\(PROCTOR_ABI_MAJOR).\(PROCTOR_ABI_MINOR)"

    public let magic: UInt32
    public let abiMajor: UInt32
    public let abiMinor: UInt32
    public let language: Language
    /// The compiler's own version text.
    public let toolchain: String

    public var version: String { "\(abiMajor).\(abiMinor)" }

    /// The note in the bytes of a note section, where several may stand one after another: a Swift plugin with a part
    /// in C has one of each, and counts as Swift. Nil when none is whole.
    init?(section bytes: [UInt8]) {
        var found: PluginNote?
        var rest = bytes[...]
        while let (note, length) = Self.first(in: rest) {
            rest = rest.dropFirst(length)
            guard let note else { continue }
            if found == nil || (note.language == .swift && found?.language != .swift) { found = note }
        }
        guard let found else { return nil }
        self = found
    }

    private init(magic: UInt32, major: UInt32, minor: UInt32, language: UInt32, toolchain: String) {
        self.magic = magic
        abiMajor = major
        abiMinor = minor
        switch language {
        case PROCTOR_LANGUAGE_C: self.language = .c
        case PROCTOR_LANGUAGE_SWIFT: self.language = .swift
        default: self.language = .other(language)
        }
        self.toolchain = toolchain
    }

    /// The note at the front, nil if it is somebody else's, and the bytes that it takes.
    private static func first(in bytes: ArraySlice<UInt8>) -> (PluginNote?, length: Int)? {
        func word(_ offset: Int) -> UInt32 {
            (0..<4).reversed().reduce(0) { $0 << 8 | UInt32(bytes[bytes.startIndex + offset + $1]) }
        }
        guard bytes.count >= 12 else { return nil }
        let nameSize = Int(word(0))
        let descriptionSize = Int(word(4))
        let descriptionStart = 12 + (nameSize + 3) / 4 * 4
        let length = descriptionStart + (descriptionSize + 3) / 4 * 4
        guard length <= bytes.count else { return nil }
        let name = bytes.dropFirst(12).prefix(max(nameSize - 1, 0))
        guard name.elementsEqual(PROCTOR_NOTE_NAME.utf8), word(8) == PROCTOR_NOTE_TYPE, descriptionSize >= 16 else {
            return (nil, length)
        }
        let text = bytes.dropFirst(descriptionStart + 16).prefix(descriptionSize - 16).prefix { $0 != 0 }
        let note = PluginNote(
            magic: word(descriptionStart), major: word(descriptionStart + 4), minor: word(descriptionStart + 8),
            language: word(descriptionStart + 12), toolchain: String(decoding: text, as: UTF8.self))
        return (note, length)
    }
}
