import PluginSDK

/// A place in a template file that knows its JSON pointer.
struct TemplateCursor {
    static let largestFile = 4 << 20

    let tree: JSONValue?
    let pointer: String

    func refused(_ message: String, code: String = "template.value") -> TemplateError {
        TemplateError(code: code, pointer: pointer, message: message)
    }

    /// The member of an object; missing ones are refused when they are read.
    subscript(key: String) -> TemplateCursor {
        guard case .object(let members) = tree else { return TemplateCursor(tree: nil, pointer: pointer(to: key)) }
        return TemplateCursor(tree: members[key], pointer: pointer(to: key))
    }

    func optional(_ key: String) -> TemplateCursor? {
        let member = self[key]
        return member.tree == nil ? nil : member
    }

    /// - Throws: unless this is an object that has no other keys.
    func allow(_ keys: [String]) throws(TemplateError) {
        guard case .object(let members) = tree else { throw mismatch("an object") }
        for key in members.keys.sorted() where !keys.contains(key) {
            throw TemplateError(
                code: "template.shape", pointer: pointer(to: key),
                message: "The key \"\(key)\" is not known here; known are \(keys.joined(separator: ", ")).")
        }
    }

    func text() throws(TemplateError) -> String {
        guard case .string(let text) = tree else { throw mismatch("a text") }
        return text
    }

    func number(in range: ClosedRange<Double>) throws(TemplateError) -> Double {
        let number: Double
        switch tree {
        case .number(let value): number = value
        case .integer(let value): number = Double(value)
        default: throw mismatch("a number")
        }
        guard range.contains(number) else {
            throw refused("\(number) lies outside \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    func items() throws(TemplateError) -> [TemplateCursor] {
        guard case .array(let items) = tree else { throw mismatch("an array") }
        return items.enumerated().map { TemplateCursor(tree: $1, pointer: "\(pointer)/\($0)") }
    }

    func members() throws(TemplateError) -> [(String, TemplateCursor)] {
        guard case .object(let members) = tree else { throw mismatch("an object") }
        return members.keys.sorted().map { ($0, self[$0]) }
    }

    private func mismatch(_ needed: String) -> TemplateError {
        let found = tree.map { "is \(Self.kind($0))" } ?? "is missing"
        return TemplateError(code: "template.shape", pointer: pointer, message: "This \(found); \(needed) is needed.")
    }

    private static func kind(_ tree: JSONValue) -> String {
        switch tree {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }

    private func pointer(to key: String) -> String {
        var escaped = ""
        for character in key {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.append(character)
            }
        }
        return "\(pointer)/\(escaped)"
    }
}

extension Array {
    /// `map` that keeps the error's type.
    func mapThrowing<Result, Failure: Error>(
        _ transform: (Element) throws(Failure) -> Result
    ) throws(Failure) -> [Result] {
        var result: [Result] = []
        result.reserveCapacity(count)
        for element in self { result.append(try transform(element)) }
        return result
    }
}
