import PluginSDK

/// Collects all that is wrong with a body, in FastAPI's words.
final class BodyProblems {
    private(set) var all: [InputProblem] = []

    func note(_ location: [JSONValue], _ type: String, _ message: String) {
        // Who sends ten thousand wrong numbers needs not read of each.
        guard all.count < 100 else { return }
        all.append(InputProblem(location: location, type: type, message: message))
    }

    func throwIfAny() throws(InputRefusal) {
        if !all.isEmpty { throw InputRefusal(problems: all) }
    }
}

/// Takes typed members out of one object of a body, and notes what is wrong. Types are strict: a number in quotes is
/// refused, because what a sender means by it is not ours to guess.
struct BodyReader {
    let location: [JSONValue]
    let problems: BodyProblems
    private let members: [String: JSONValue]

    /// Nil, and noted, when it is no object.
    init?(_ json: JSONValue, at location: [JSONValue], _ problems: BodyProblems) {
        guard case .object(let members) = json else {
            problems.note(location, "dict_type", "Input should be a valid dictionary")
            return nil
        }
        self.members = members
        self.location = location
        self.problems = problems
    }

    /// The whole body. - Throws: `InputRefusal` when it is no JSON object.
    static func body(_ bytes: UnsafeRawBufferPointer, _ problems: BodyProblems) throws -> BodyReader {
        guard let json = try? JSONValue(parsing: Array(bytes)) else {
            throw InputRefusal(problems: [
                InputProblem(location: ["body"], type: "json_invalid", message: "JSON decode error")
            ])
        }
        guard let reader = BodyReader(json, at: ["body"], problems) else {
            throw InputRefusal(problems: problems.all)
        }
        return reader
    }

    private func place(_ name: String) -> [JSONValue] { location + [.string(name)] }

    func note(_ name: String, _ type: String, _ message: String) { problems.note(place(name), type, message) }

    /// Whether a member is there and not null.
    func has(_ name: String) -> Bool { members[name].map { $0 != .null } ?? false }

    /// A member as it came; nil when it is not there or null.
    func value(_ name: String) -> JSONValue? { has(name) ? members[name] : nil }

    /// A member that must be there.
    private func required(_ name: String) -> JSONValue? {
        guard let value = members[name] else {
            note(name, "missing", "Field required")
            return nil
        }
        return value
    }

    /// - Parameter most: bytes of UTF-8.
    func text(_ name: String, most: Int = 500) -> String? {
        required(name).flatMap { text($0, name, most: most) }
    }

    func optionalText(_ name: String, most: Int = 500) -> String? {
        guard let value = members[name], value != .null else { return nil }
        return text(value, name, most: most)
    }

    private func text(_ value: JSONValue, _ name: String, most: Int) -> String? {
        guard case .string(let text) = value else {
            note(name, "string_type", "Input should be a valid string")
            return nil
        }
        guard text.utf8.count <= most else {
            note(name, "string_too_long", "String should have at most \(most) bytes")
            return nil
        }
        return Self.line(text)
    }

    /// One line: what comes from outside ends no line of a prompt or a text.
    private static func line(_ text: String) -> String {
        let isPadded = text.first?.isWhitespace == true || text.last?.isWhitespace == true
        guard isPadded || text.unicodeScalars.contains(where: isControl) else { return text }
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { line.append(isControl(scalar) ? " " : scalar) }
        return String(line).split(separator: " ").joined(separator: " ")
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// A whole number; `3.0` is one.
    func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = required(name) else { return nil }
        let number: Int
        switch value {
        case .integer(let whole): number = whole
        case .number(let value):
            guard let whole = Int(exactly: value) else {
                note(name, "int_from_float", "Input should be a valid integer, got a number with a fractional part")
                return nil
            }
            number = whole
        default:
            note(name, "int_type", "Input should be a valid integer")
            return nil
        }
        return isWithin(Double(number), Double(range.lowerBound), Double(range.upperBound), name) ? number : nil
    }

    func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = required(name) else { return nil }
        let number: Double
        switch value {
        case .integer(let whole): number = Double(whole)
        case .number(let value): number = value
        default:
            note(name, "float_type", "Input should be a valid number")
            return nil
        }
        // 1.0000000000000002 is a sender's rounding and no rate above one.
        let slack = max(abs(range.lowerBound), abs(range.upperBound)) * 1e-9
        guard isWithin(number, range.lowerBound - slack, range.upperBound + slack, name, range) else { return nil }
        return Self.withoutNoise(min(max(number, range.lowerBound), range.upperBound))
    }

    /// A ratio, 0 to 1, as percent.
    func percent(ofRatio name: String) -> Double? {
        number(name, in: 0...1).map { Self.withoutNoise($0 * 100) }
    }

    /// 1 - 0.8 is 19.999999999999996 %, and was meant as 20.
    private static func withoutNoise(_ number: Double) -> Double { (number * 1e9).rounded() / 1e9 }

    private func isWithin(
        _ number: Double, _ least: Double, _ most: Double, _ name: String, _ said: ClosedRange<Double>? = nil
    ) -> Bool {
        if number < least {
            let bound = Self.plain(said?.lowerBound ?? least)
            note(name, "greater_than_equal", "Input should be greater than or equal to \(bound)")
        } else if number > most {
            let bound = Self.plain(said?.upperBound ?? most)
            note(name, "less_than_equal", "Input should be less than or equal to \(bound)")
        } else {
            return true
        }
        return false
    }

    private static func plain(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }

    /// The elements of a list that must be there, each an object. Elements that are none are noted and left out.
    func list(_ name: String, most: Int) -> [BodyReader]? {
        required(name).flatMap { list($0, name, most: most) }
    }

    func optionalObject(_ name: String) -> BodyReader? {
        guard let value = members[name], value != .null else { return nil }
        return BodyReader(value, at: place(name), problems)
    }

    func object(_ name: String) -> BodyReader? {
        required(name).flatMap { BodyReader($0, at: place(name), problems) }
    }

    private func list(_ value: JSONValue, _ name: String, most: Int) -> [BodyReader]? {
        guard case .array(let elements) = value else {
            note(name, "list_type", "Input should be a valid list")
            return nil
        }
        guard elements.count <= most else {
            note(name, "too_long", "List should have at most \(most) items, not \(elements.count)")
            return nil
        }
        return elements.enumerated().compactMap { index, element in
            BodyReader(element, at: place(name) + [.integer(index)], problems)
        }
    }

    /// One of a few words that may be missing.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let value = members[name], value != .null else { return nil }
        if case .string(let text) = value, let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
        note(name, "enum", "Input should be \(words)")
        return nil
    }
}
