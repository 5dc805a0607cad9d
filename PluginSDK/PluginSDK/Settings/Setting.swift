/// Declares one setting; see `Settings`.
///
/// Reading is safe from any thread. A required setting that was never given - in a test that makes its settings
/// itself - reads as empty: 0, "", no elements.
@propertyWrapper
public struct Setting<Value: SettingValue>: Sendable {
    private let summary: String
    private let initial: Value?
    private let bounds: SettingBounds<Value>?
    private let environment: String?
    private let isSecret: Bool
    private var storage: SettingStorage<Value>

    private init(
        summary: String, initial: Value?, bounds: SettingBounds<Value>?, environment: String?, isSecret: Bool
    ) {
        self.summary = summary
        self.initial = initial
        self.bounds = bounds
        self.environment = environment
        self.isSecret = isSecret
        self.storage = SettingStorage(initial)
    }

    /// A setting with a default.
    ///
    /// - Parameters:
    ///   - summary: a sentence for the person who sets it.
    ///   - env: the environment variable that goes before plugins.yaml.
    ///   - secret: true keeps the value out of logs and dumps.
    public init(wrappedValue: Value, _ summary: String, env: String? = nil, secret: Bool = false) {
        self.init(summary: summary, initial: wrappedValue, bounds: nil, environment: env, isSecret: secret)
    }

    /// A setting with a default and bounds, both included.
    public init(wrappedValue: Value, _ summary: String, in range: ClosedRange<Value>, env: String? = nil)
    where Value: RangedSettingValue {
        self.init(
            summary: summary, initial: wrappedValue, bounds: SettingBounds(range), environment: env, isSecret: false)
    }

    /// A setting that must be given; an Optional may be left out and is nil then.
    public init(_ summary: String, env: String? = nil, secret: Bool = false) {
        self.init(summary: summary, initial: Value.whenOmitted, bounds: nil, environment: env, isSecret: secret)
    }

    /// A setting that must be given, with bounds, both included.
    public init(_ summary: String, in range: ClosedRange<Value>, env: String? = nil)
    where Value: RangedSettingValue {
        self.init(summary: summary, initial: nil, bounds: SettingBounds(range), environment: env, isSecret: false)
    }

    public var wrappedValue: Value {
        get { storage.value ?? .unset }
        set { storage = SettingStorage(newValue) }
    }
}

/// Where a setting's value lies: behind a reference, because a mirror can read a property and not write it.
final class SettingStorage<Value: SettingValue>: @unchecked Sendable {  // written only while its settings are read
    // from a configuration, before anyone else holds them
    var value: Value?

    init(_ value: Value?) { self.value = value }
}

/// The least and the greatest value, and how the schema says so.
struct SettingBounds<Value: SettingValue>: Sendable {
    let schema: [String: JSONValue]
    let check: @Sendable (Value, JSONPointer) -> SettingProblem?

    init(_ range: ClosedRange<Value>) where Value: RangedSettingValue {
        let least = range.lowerBound.json
        let greatest = range.upperBound.json
        schema = [Value.boundNames.least: least, Value.boundNames.greatest: greatest]
        check = { value, pointer in
            guard !range.contains(value) else { return nil }
            return SettingProblem(
                code: "setting.range", pointer: pointer,
                message: "found \(value.json.text), needs \(least.text) to \(greatest.text)")
        }
    }
}

/// A `Setting` of any type, as the settings' own reading and schema see it.
protocol DeclaredSetting {
    var schema: JSONValue { get }
    var isRequired: Bool { get }
    var json: JSONValue { get }
    func fill(from json: JSONValue?, at pointer: JSONPointer, problems: inout [SettingProblem])
    func reportMissing(at pointer: JSONPointer, problems: inout [SettingProblem])
}

extension Setting: DeclaredSetting {
    var isRequired: Bool { initial == nil }

    /// Null for what is secret or was not given.
    var json: JSONValue { isSecret ? .null : storage.value?.json ?? .null }

    var schema: JSONValue {
        var more: [String: JSONValue] = ["description": .string(summary)]
        if let initial, !isSecret, initial.json != .null { more["default"] = initial.json }
        if let environment { more["x-env"] = .string(environment) }
        if isSecret { more["writeOnly"] = true }
        return Value.schema.adding(bounds?.schema ?? [:]).adding(more)
    }

    func fill(from json: JSONValue?, at pointer: JSONPointer, problems: inout [SettingProblem]) {
        guard let json else { return reportMissing(at: pointer, problems: &problems) }
        guard let value = Value.read(json, at: pointer, problems: &problems) else { return }
        if let problem = bounds?.check(value, pointer) {
            problems.append(problem)
        } else {
            storage.value = value
        }
    }

    func reportMissing(at pointer: JSONPointer, problems: inout [SettingProblem]) {
        if storage.value == nil {
            problems.append(.missing(pointer))
        } else if let nested = storage.value as? any Settings {
            nested.reportMissing(at: pointer, problems: &problems)
        }
    }
}
