/// The text of a configuration file, kept to show the offending line of a problem found later.
public struct ConfigurationSource: Sendable {
    /// The file's name as the operator wrote it.
    public let name: String
    private let bytes: [UInt8]

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// A problem at a place of this file, with the line shown there. For what is found after parsing: by a plugin
    /// about its own settings, or when a named plugin does not exist.
    public func problem(
        code: String, message: String, suggestion: String? = nil, at position: SourcePosition
    ) -> ConfigurationProblem {
        ConfigurationProblem(
            code: code, message: message, suggestion: suggestion, position: position, lineText: line(position.line))
    }

    /// The text of a line, counted from 1, without its end; empty outside the file. Invalid UTF-8 is repaired.
    func line(_ number: Int) -> String {
        guard number >= 1 else { return "" }
        var start = bytes.startIndex
        for _ in 1..<number {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return "" }
            start = end + 1
        }
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The place of a byte, for complaints that come with an offset alone.
    func position(ofByte offset: Int) -> SourcePosition {
        let before = bytes.prefix(max(0, offset))
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
        return SourcePosition(file: name, line: line, column: column)
    }
}
