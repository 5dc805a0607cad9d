package enum MediaType {
    /// A media type that is sent as it is: printable ASCII, with no spaces that a signature would change.
    package static func plain(_ text: String?) -> String? {
        guard let text, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !text.hasPrefix(" "),
            !text.hasSuffix(" "),
            !text.contains("  ")
        else { return nil }
        return text
    }
}
