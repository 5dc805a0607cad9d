/// Which names folders and files of templates may have: plain ones that are the same on every file system and that
/// lead nowhere else.
enum FileNameRule {
    /// A template's name: lower-case letters, digits and hyphens, at most 64, a letter or digit first.
    static func isTemplateName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 64, first != UInt8(ascii: "-") else { return false }
        return name.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// The name of a file or folder inside a template: ASCII letters, digits, `-`, `_` and `.`, at most 100.
    static func isFileName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 100, first != UInt8(ascii: ".") else { return false }
        return name.utf8.allSatisfy { byte in
            isLower(byte | 0x20) || isDigit(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
        }
    }

    /// A path of one or two such names, as every file of a template has.
    static func isPath(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { isFileName(String($0)) }
    }

    /// What editors, file managers and version control leave lying about, and notes for people: no part of a template.
    static func isIgnored(_ name: String) -> Bool {
        (name.hasPrefix(".") && name != "." && name != "..") || name.hasPrefix("#") || name.hasSuffix("~")
            || [".swp", ".tmp", ".bak", ".orig", ".md"].contains { name.hasSuffix($0) }
    }

    private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
