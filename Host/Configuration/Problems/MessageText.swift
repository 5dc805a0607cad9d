/// Text from a file as a message shows it.
package enum MessageText {
    /// In quotes, short, and without characters that could steer a terminal.
    package static func quoted(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(80) {
            out.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return "\"\(String(out))\(text.unicodeScalars.count > 80 ? "..." : "")\""
    }
}
