/// Declares one part of a form; see `FormInput`.
@propertyWrapper
public struct Part<Value: FormValue>: Sendable {
    private let summary: String
    private let name: String?
    private let accepted: String?
    private let isRequired: Bool
    private var storage: PartStorage<Value>

    private init(summary: String, name: String?, accepted: String?, initial: Value?) {
        self.summary = summary
        self.name = name
        self.accepted = accepted
        self.isRequired = initial == nil
        self.storage = PartStorage(initial)
    }

    /// A part that must be there; an Optional may be left out and is nil then.
    ///
    /// - Parameters:
    ///   - summary: a sentence for the person who sends the form.
    ///   - name: on the wire; by default the property's, its words joined by underscores.
    ///   - accepts: the media type of a file, for the schema: `image/*`.
    public init(_ summary: String, name: String? = nil, accepts: String? = nil) {
        self.init(summary: summary, name: name, accepted: accepts, initial: Value.whenOmitted)
    }

    /// A part with a value for when it is left out.
    public init(wrappedValue: Value, _ summary: String, name: String? = nil, accepts: String? = nil) {
        self.init(summary: summary, name: name, accepted: accepts, initial: wrappedValue)
    }

    public var wrappedValue: Value {
        get { storage.value ?? .unset }
        set { storage = PartStorage(newValue) }
    }
}

final class PartStorage<Value: FormValue>: @unchecked Sendable {  // written only while its form is read from a
    // payload, before anyone else holds it
    var value: Value?

    init(_ value: Value?) { self.value = value }
}

/// A `Part` of any type, as the form's own reading and schema see it.
protocol DeclaredPart {
    var wireName: String? { get }
    var isRequiredPart: Bool { get }
    var schema: JSONValue { get }
    func fill(from parts: [FormPart]) throws
}

extension Part: DeclaredPart {
    var wireName: String? { name }
    var isRequiredPart: Bool { isRequired }

    var schema: JSONValue {
        var more: [String: JSONValue] = ["description": .string(summary)]
        if let accepted { more["contentMediaType"] = .string(accepted) }
        return Value.partSchema.adding(more)
    }

    func fill(from parts: [FormPart]) throws {
        if parts.isEmpty {
            if isRequired { throw InputProblem.missing }
        } else {
            storage.value = try Value.read(parts)
        }
    }
}
