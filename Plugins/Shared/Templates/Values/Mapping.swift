/// A dictionary while a template is rendered: any hashable key, in the order of first insertion.
final class Mapping {
    let keys: [Value]
    let values: [Value]
    let extent: Extent
    /// Where each key is; empty in a small dictionary whose keys are all texts.
    private let places: [HashKey: Int]
    private static let indexedFrom = 12

    var count: Int { keys.count }
    var depth: Int { extent.depth }

    init(data: TemplateDictionary) throws(TemplateError) {
        var values: [Value] = []
        values.reserveCapacity(data.count)
        for value in data.values { values.append(try Value(value)) }
        keys = data.names.map { .string($0) }
        self.values = values
        extent = try Extent(keys, values)
        places = keys.count < Self.indexedFrom ? [:] : try Self.index(keys)
    }

    init(_ pairs: [(Value, Value)]) throws(TemplateError) {
        var (keys, values): ([Value], [Value]) = ([], [])
        var places: [HashKey: Int] = [:]
        for (key, value) in pairs {
            let hash = try HashKey(key)
            if let place = places[hash] {
                values[place] = value
            } else {
                places[hash] = keys.count
                keys.append(key)
                values.append(value)
            }
        }
        self.keys = keys
        self.values = values
        let isSmall = keys.count < Self.indexedFrom && keys.allSatisfy { $0.text != nil }
        self.places = isSmall ? [:] : places
        extent = try Extent(keys, values)
    }

    convenience init(names: [(String, Value)]) throws(TemplateError) {
        try self.init(names.map { (.string($0.0), $0.1) })
    }

    /// By name, for `a.b` and `a['b']`.
    func value(named name: String) -> Value? {
        if !places.isEmpty { return places[.text(ExactText(name))].map { values[$0] } }
        for (place, key) in keys.enumerated() {
            if let text = key.text, ExactText.same(text, name) { return values[place] }
        }
        return nil
    }

    func value(of key: Value) throws(TemplateError) -> Value? {
        if let name = key.text { return value(named: name) }
        return places[try HashKey(key)].map { values[$0] }
    }

    private static func index(_ keys: [Value]) throws(TemplateError) -> [HashKey: Int] {
        var places: [HashKey: Int] = [:]
        for (place, key) in keys.enumerated() { places[try HashKey(key)] = place }
        return places
    }
}

/// A key as Python compares keys: 1, 1.0 and True are the same, and so are a text and markup of the same characters.
enum HashKey: Hashable {
    /// A heavier tuple is no key: it would be written out for each time that it is sought.
    private static let heaviest = 10_000

    case none
    case integer(Int)
    case number(UInt64)
    case text(ExactText)
    case tuple([HashKey])
    case object(ObjectIdentifier)

    init(_ value: Value) throws(TemplateError) {
        switch value {
        case .none: self = .none
        case .bool(let value): self = .integer(value ? 1 : 0)
        case .integer(let value): self = .integer(value)
        case .number(let value):
            self = Int(exactly: value).map { .integer($0) } ?? .number(value.bitPattern)
        case .string(let text), .markup(let text): self = .text(ExactText(text))
        case .tuple(let items):
            guard items.extent.weight <= Self.heaviest else {
                throw TemplateError(.limit, "a tuple of more than \(Self.heaviest) values cannot be a key")
            }
            var keys: [HashKey] = []
            for item in items.values { keys.append(try HashKey(item)) }
            self = .tuple(keys)
        case .range(let range):
            self = .tuple([.integer(range.start), .integer(range.count), .integer(range.step)])
        case .object(let object): self = .object(ObjectIdentifier(object))
        case .undefined(let undefined): throw undefined.error
        case .list, .dictionary:
            throw TemplateError(.type, "\(value.kind) cannot be a key, nor be sought as one")
        }
    }
}
