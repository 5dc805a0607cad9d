/// What a person may set for a plugin under `config:`; one declaration gives the defaults, the checks, the JSON
/// Schema and the typed value.
///
///     struct GradingSettings: Settings {
///         @Setting("Built-in sheet, or a template's file.") var sheet: String                // required
///         @Setting("Darkness that counts as marked.", in: 0...1) var threshold = 0.55
///         @Setting("Key of the service.", env: "GRADING_KEY", secret: true) var key: String?
///         @Setting("Longest time for one sheet.") var patience = Duration.seconds(30)        // "30s"
///         @Setting("What a double mark means.") var doubleMarks = DoubleMarks.invalid        // double_marks
///     }
///
/// A property is called in plugins.yaml as in Swift, with words joined by underscores: `double_marks`.
public protocol Settings: SettingValue {
    init()
}

/// The settings of a plugin that has none.
public struct NoSettings: Settings {
    public init() {}
}

extension Settings {
    public static var unset: Self { Self() }

    public static var schema: JSONValue {
        var properties: [String: JSONValue] = [:]
        var required: [JSONValue] = []
        for (name, setting) in Self().declared {
            properties[name] = setting.schema
            if setting.isRequired { required.append(.string(name)) }
        }
        return SettingsSchema.object(properties: properties, required: required)
    }

    public var json: JSONValue {
        let given = declared.map { ($0.name, $0.setting.json) }.filter { $0.1 != .null }
        return .object(Dictionary(given) { _, new in new })
    }

    /// Settings that nobody gave can still lack one that is required.
    func reportMissing(at pointer: JSONPointer, problems: inout [SettingProblem]) {
        for (name, setting) in declared {
            setting.reportMissing(at: pointer.appending(name), problems: &problems)
        }
    }

    public static func read(_ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]) -> Self? {
        guard case .object(let members) = json else {
            problems.append(.wrongType(json, needed: "an object", at: pointer))
            return nil
        }
        let value = Self()
        let before = problems.count
        let declared = value.declared
        for (name, setting) in declared {
            setting.fill(from: members[name], at: pointer.appending(name), problems: &problems)
        }
        let names = Set(declared.map(\.name))
        for unknown in members.keys.filter({ !names.contains($0) }).sorted() {
            problems.append(.unknownKey(unknown, among: names.sorted(), at: pointer))
        }
        return problems.count == before ? value : nil
    }

    /// The properties that carry `@Setting`, in the order of the source.
    private var declared: [(name: String, setting: any DeclaredSetting)] {
        Mirror(reflecting: self).children.compactMap { child in
            guard let label = child.label, let setting = child.value as? any DeclaredSetting else { return nil }
            return (WireName.of(property: String(label.drop { $0 == "_" })), setting)
        }
    }

    /// Reads a configuration, or says everything that is wrong with it.
    ///
    /// - Parameter configuration: JSON; nothing at all reads as `{}`.
    /// - Throws: `SettingsRefusal`.
    public static func decode(_ configuration: UnsafeRawBufferPointer) throws -> Self {
        var json = JSONValue.object([:])
        if configuration.count > 0 {
            do {
                json = try JSONCoding.decode(JSONValue.self, from: configuration)
            } catch {
                throw SettingsRefusal(problems: [.notJSON])
            }
        }
        var problems: [SettingProblem] = []
        guard let value = read(json, at: JSONPointer(), problems: &problems) else {
            throw SettingsRefusal(problems: problems)
        }
        return value
    }

    /// The same from a text; for tests.
    public static func decode(_ configuration: String) throws -> Self {
        var text = configuration
        return try text.withUTF8 { try decode(UnsafeRawBufferPointer($0)) }
    }
}

enum SettingsSchema {
    static func object(properties: [String: JSONValue], required: [JSONValue]) -> JSONValue {
        var schema: [String: JSONValue] = [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
        ]
        if !required.isEmpty { schema["required"] = .array(required) }
        return .object(schema)
    }
}
