/// Members in their order. A later member of the same name takes the place of the earlier one.
public struct TemplateDictionary: Sendable, Hashable {
    public private(set) var names: [String] = []
    public private(set) var values: [TemplateValue] = []
    /// Where a name is; only kept from `indexedFrom` members on, because a short row is searched faster than hashed.
    private var places: [ExactText: Int] = [:]
    private static let indexedFrom = 12

    public init() {}

    public init(_ members: [(String, TemplateValue)]) {
        names.reserveCapacity(members.count)
        values.reserveCapacity(members.count)
        for (name, value) in members { self[name] = value }
    }

    public var count: Int { names.count }
    public var isEmpty: Bool { names.isEmpty }

    public subscript(name: String) -> TemplateValue? {
        get { place(of: name).map { values[$0] } }
        set {
            switch (place(of: name), newValue) {
            case (let place?, let value?): values[place] = value
            case (nil, let value?): append(name, value)
            case (let place?, nil): remove(at: place)
            case (nil, nil): break
            }
        }
    }

    private func place(of name: String) -> Int? {
        if places.isEmpty { return names.firstIndex { ExactText.same($0, name) } }
        return places[ExactText(name)]
    }

    private mutating func append(_ name: String, _ value: TemplateValue) {
        names.append(name)
        values.append(value)
        if !places.isEmpty {
            places[ExactText(name)] = names.count - 1
        } else if names.count == Self.indexedFrom {
            index()
        }
    }

    private mutating func remove(at place: Int) {
        names.remove(at: place)
        values.remove(at: place)
        places = [:]
        if names.count >= Self.indexedFrom { index() }
    }

    private mutating func index() {
        for (place, name) in names.enumerated() { places[ExactText(name)] = place }
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.names.count == right.names.count && zip(left.names, right.names).allSatisfy(ExactText.same)
            && left.values == right.values
    }

    public func hash(into hasher: inout Hasher) {
        for name in names { hasher.combine(ExactText(name)) }
        hasher.combine(values)
    }
}
