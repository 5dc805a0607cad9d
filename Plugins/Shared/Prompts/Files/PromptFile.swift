/// A prompt's file, read but not understood yet.
public struct PromptFile: Sendable, Hashable {
    /// `exam-commentary.ko.prompt`
    public var name: String
    public var bytes: [UInt8]
    /// The folder that it lies in; nil: it is built in.
    public var folder: String?

    public init(name: String, bytes: [UInt8], folder: String? = nil) {
        self.name = name
        self.bytes = bytes
        self.folder = folder
    }

    /// For a person.
    var path: String { folder.map { "\($0)/\(name)" } ?? name }

    static let ending = ".prompt"
    /// Bytes of one file.
    static let mostBytes = 64 << 10

    /// `exam-commentary.ko.prompt` is of `exam-commentary` and `ko`; nil for other forms.
    var idAndLanguage: (id: String, language: String)? {
        guard name.hasSuffix(Self.ending) else { return nil }
        let parts = name.dropLast(Self.ending.count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isName(parts[0]), Self.isName(parts[1]) else { return nil }
        return (String(parts[0]), String(parts[1]))
    }

    /// Lower-case letters, digits and hyphens, at most 64.
    static func isName(_ name: some StringProtocol) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
            }
    }
}
