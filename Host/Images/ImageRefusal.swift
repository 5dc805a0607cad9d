/// Why a file is not taken as a plugin. Said in four parts, so that whoever put the file there can mend it.
public struct ImageRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// Stable, for programs: `image.wrong_architecture`.
    public let code: String
    /// The file as the operator knows it, not the host's private copy.
    public let file: String
    public let found: String
    public let needed: String
    /// What to do about it.
    public let remedy: String

    /// Control characters in the parts, which may come from a plugin, are replaced.
    public init(code: String, file: String, found: String, needed: String, remedy: String) {
        self.code = code
        self.file = Self.printable(file)
        self.found = Self.clause(found)
        self.needed = Self.clause(needed)
        self.remedy = Self.clause(remedy)
    }

    public var description: String {
        "\(file): refused (\(code)). Found: \(found). Needed: \(needed). Do: \(remedy)."
    }

    /// Without a full stop of its own, for the rendered text sets one.
    private static func clause(_ text: String) -> String {
        let text = printable(text)
        return text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
    }

    private static func printable(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(2000) {
            out.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return String(out)
    }
}
