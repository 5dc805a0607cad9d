/// What a plugin has against settings.
public struct SettingsComplaint: Codable, Sendable, Equatable {
    /// One thing, with its place.
    public struct Problem: Sendable, Equatable {
        /// A JSON pointer into the settings; nil when the plugin names no place.
        public let pointer: String?
        public let message: String
    }

    /// The plugin's own code: `settings.invalid`.
    public let code: String
    /// The plugin's own text: a problem a line, each with its place in front: `/mean: found 200, needs 0 to 100`.
    public let message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// The lines of the message, without characters that could steer a terminal. Never empty.
    public var problems: [Problem] {
        let lines = message.split(whereSeparator: \.isNewline).map { Self.problem(in: $0) }
        return lines.isEmpty ? [Problem(pointer: nil, message: "no reason is given")] : lines
    }

    private static func problem(in line: Substring) -> Problem {
        var text = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            text.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        let shown = String(text)
        guard shown.hasPrefix("/"), let colon = shown.firstRange(of: ": ") else {
            return Problem(pointer: nil, message: shown)
        }
        return Problem(pointer: String(shown[..<colon.lowerBound]), message: String(shown[colon.upperBound...]))
    }
}
