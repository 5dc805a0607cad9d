/// A place in a JSON document (RFC 6901): `/retry/attempts`; the whole document is the empty text.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    public private(set) var description = ""

    public init() {}

    public func appending(_ name: String) -> JSONPointer {
        var longer = self
        var escaped = ""
        for character in name {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.append(character)
            }
        }
        longer.description += "/" + escaped
        return longer
    }

    public func appending(_ index: Int) -> JSONPointer { appending(String(index)) }
}

/// One thing that is wrong with a configuration.
public struct SettingProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable, for programs: `setting.unknown`, `setting.missing`, `setting.type`, `setting.range`,
    /// `setting.choice`, `setting.format`.
    public let code: String
    public let pointer: JSONPointer
    /// A sentence: what was found, and what is needed.
    public let message: String

    public init(code: String, pointer: JSONPointer, message: String) {
        self.code = code
        self.pointer = pointer
        self.message = message
    }

    public var description: String { "\(pointer): \(message)" }

    static let notJSON = SettingProblem(
        code: "setting.format", pointer: JSONPointer(), message: "the configuration is not JSON")

    static func wrongType(_ found: JSONValue, needed: String, at pointer: JSONPointer) -> SettingProblem {
        SettingProblem(code: "setting.type", pointer: pointer, message: "found \(found.kind), needs \(needed)")
    }

    static func missing(_ pointer: JSONPointer) -> SettingProblem {
        SettingProblem(code: "setting.missing", pointer: pointer, message: "is required and not given")
    }

    static func unknownKey(_ key: String, among known: [String], at pointer: JSONPointer) -> SettingProblem {
        let list = known.isEmpty ? "there are no settings" : "known are \(known.joined(separator: ", "))"
        return SettingProblem(
            code: "setting.unknown", pointer: pointer.appending(key), message: "is not a setting; \(list)")
    }
}

/// A configuration was refused: everything that is wrong with it, at once.
public struct SettingsRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    public let problems: [SettingProblem]

    /// One problem a line, each led by its JSON pointer: `/threshold: found 2, needs 0...1`.
    public var description: String { problems.map(\.description).joined(separator: "\n") }

    /// As many whole lines as fit, and how many did not.
    func description(fitting limit: Int) -> String {
        let lines = problems.map(\.description)
        let whole = lines.joined(separator: "\n")
        guard whole.utf8.count > limit else { return whole }
        var kept = ""
        for (index, line) in lines.enumerated() {
            let rest = "and \(lines.count - index) more"
            guard kept.utf8.count + line.utf8.count + 1 + rest.utf8.count <= limit else { return kept + rest }
            kept += line + "\n"
        }
        return kept
    }
}
