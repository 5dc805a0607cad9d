import HostDispatch

/// A message's properties as a job's headers: bounded, and without what only the broker and the host read.
enum EnvelopeHeaders {
    /// Most headers, and most bytes of a name and of a value; what is longer or more is left out.
    static let most = 64
    static let longestName = 128
    static let longestValue = 4096

    /// Names that start so are the host's, or the broker's record of a message's way.
    private static let ownPrefixes = ["x-proctor-", "x-first-death-", "x-last-death-", "x-failure-"]
    private static let own: Set<String> = ["x-delivery-count", "x-acquired-count", "x-death", "content-type"]

    /// Lower-case names, each once: the first one counts.
    static func read(_ properties: MessageProperties) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        headers.reserveCapacity(properties.headers.count + 1)
        if let type = properties.contentType, !type.isEmpty {
            headers.append(("content-type", text(type, most: longestValue)))
        }
        for (name, value) in properties.headers {
            guard headers.count < most, let name = accepted(name), let value = text(value),
                !headers.contains(where: { $0.name == name })
            else { continue }
            headers.append((name, value))
        }
        return headers
    }

    /// The message's header table as a copy on the ladder carries it: all that can be carried but what only the broker
    /// and the host read.
    static func carried(_ properties: MessageProperties) -> [(name: String, value: MessageProperties.Value)] {
        properties.headers.filter { $0.value != .other && !isOwn($0.name.lowercased()) }
    }

    /// The text of the first header of this lower-case name, however it is written; nil when it is too long or no text.
    static func first(_ name: String, of properties: MessageProperties) -> String? {
        let header = properties.headers.first {
            $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name
        }
        guard case .text(let text)? = header?.value, text.utf8.count <= longestValue else { return nil }
        return text
    }

    /// With what a failure's own operation is told about the failure.
    static func with(failure: JobError, _ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
        headers + [
            ("x-failure-code", text(failure.code, most: longestName)),
            ("x-failure-message", text(failure.message, most: 1024)),
        ]
    }

    /// `text` without control characters, and cut between characters to `most` bytes.
    static func text(_ text: String, most: Int) -> String {
        let isPlain = text.utf8.count <= most && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 }
        if isPlain { return text }
        var out = ""
        var room = most
        for scalar in text.unicodeScalars where !isControl(scalar) {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            out.unicodeScalars.append(scalar)
        }
        return out
    }

    /// C0, DEL and C1.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    private static func text(_ value: MessageProperties.Value) -> String? {
        switch value {
        case .text(let text): text.utf8.count > longestValue ? nil : self.text(text, most: longestValue)
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .other: nil
        }
    }

    /// The name in lower case; nil for one that is the host's, too long, or no HTTP-like name.
    private static func accepted(_ name: String) -> String? {
        guard (1...longestName).contains(name.utf8.count), name.utf8.allSatisfy(isNameByte) else { return nil }
        let name = name.utf8.contains { (0x41...0x5A).contains($0) } ? name.lowercased() : name
        return isOwn(name) ? nil : name
    }

    private static func isOwn(_ name: String) -> Bool {
        if name == "content-type" { return true }
        guard name.utf8.starts(with: "x-".utf8) else { return false }
        return own.contains(name) || ownPrefixes.contains { name.utf8.starts(with: $0.utf8) }
    }

    /// Visible ASCII but separators that would need quoting.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x2D, 0x2E, 0x5F, 0x3A: true  // - . _ :
        default: false
        }
    }
}
