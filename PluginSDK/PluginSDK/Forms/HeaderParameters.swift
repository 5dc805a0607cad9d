/// A header value with parameters: `form-data; name="image"; filename="omr.jpg"`.
struct HeaderParameters: Equatable {
    /// Lower case: `form-data`, `multipart/form-data`.
    let value: String
    /// By lower-case name; the first of two wins.
    private(set) var parameters: [String: String] = [:]

    /// Nil when a quoted text is not closed.
    init?(_ text: String) {
        var rest = Substring(text)
        value = Self.trimmed(rest.prefix { $0 != ";" }).lowercased()
        rest = rest.drop { $0 != ";" }
        while rest.popFirst() != nil {
            let name = Self.trimmed(rest.prefix { $0 != "=" && $0 != ";" }).lowercased()
            rest = rest.drop { $0 != "=" && $0 != ";" }
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let content: String
            if rest.first == "\"" {
                guard let quoted = Self.quoted(&rest) else { return nil }
                content = quoted
                rest = rest.drop { $0 != ";" }
            } else {
                content = Self.trimmed(rest.prefix { $0 != ";" })
                rest = rest.drop { $0 != ";" }
            }
            if parameters[name] == nil { parameters[name] = content }
        }
    }

    /// A backslash makes only a quote or a backslash plain: browsers send Windows paths with single ones.
    private static func quoted(_ rest: inout Substring) -> String? {
        rest.removeFirst()
        var content = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return content
            case "\\" where rest.first == "\"" || rest.first == "\\":
                if let escaped = rest.popFirst() { content.append(escaped) }
            default: content.append(character)
            }
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}

/// The headers of one part that mean something in a form; all others are let pass.
struct PartHeaders {
    private var disposition: HeaderParameters?
    private(set) var mediaType: String?

    /// Takes one header line. False when it cannot be read.
    mutating func add(_ line: String) -> Bool {
        guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return false }
        let text = String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
        switch line[..<colon].lowercased() {
        case "content-disposition":
            guard let parameters = HeaderParameters(text) else { return false }
            disposition = parameters
        case "content-type": mediaType = text
        default: break
        }
        return true
    }

    var name: String? {
        guard disposition?.value == "form-data" else { return nil }
        return disposition?.parameters["name"].map(Self.unescaped)
    }

    var filename: String? { disposition?.parameters["filename"].map(Self.unescaped) }

    /// Browsers write a quote and line ends in a name as percent codes, and nothing else.
    private static func unescaped(_ text: String) -> String {
        guard text.contains("%") else { return text }
        var result = ""
        var rest = Substring(text)
        while let character = rest.first {
            switch rest.prefix(3) {
            case "%22": (result, rest) = (result + "\"", rest.dropFirst(3))
            case "%0D", "%0d": (result, rest) = (result + "\r", rest.dropFirst(3))
            case "%0A", "%0a": (result, rest) = (result + "\n", rest.dropFirst(3))
            default: (result, rest) = (result + String(character), rest.dropFirst())
            }
        }
        return result
    }
}
