/// What a container knows of all that lies in it, at any depth.
struct Extent {
    /// How many containers lie in one another, itself included.
    private(set) var depth = 1
    /// What touching everything costs, in steps. What lies there twice counts twice: a list that holds itself doubled
    /// thirty times takes no room, and a thousand million steps. Stops at the greatest whole number.
    private(set) var weight = 1
    /// Whether an object lies in it: only objects can hold what holds them.
    private(set) var holdsObjects = false

    /// An empty container.
    init() {}

    init(_ first: [Value], _ second: [Value] = []) throws(TemplateError) {
        for value in first { add(value) }
        for value in second { add(value) }
        guard depth <= Value.deepest else { throw Self.tooDeep }
    }

    static var tooDeep: TemplateError {
        TemplateError(.limit, "lists and dictionaries are nested more than \(Value.deepest) deep")
    }

    private mutating func add(_ value: Value) {
        depth = max(depth, value.depth + 1)
        let (sum, overflow) = weight.addingReportingOverflow(value.weight)
        weight = overflow ? .max : sum
        if value.holdsObjects { holdsObjects = true }
    }
}

extension Value {
    /// What reading, comparing or hashing all of it costs, in steps.
    var weight: Int {
        switch self {
        case .string(let text), .markup(let text): 1 + text.utf8.count >> 5
        case .list(let items), .tuple(let items): items.extent.weight
        case .dictionary(let mapping): mapping.extent.weight
        default: 1
        }
    }

    var holdsObjects: Bool {
        switch self {
        case .object: true
        case .list(let items), .tuple(let items): items.extent.holdsObjects
        case .dictionary(let mapping): mapping.extent.holdsObjects
        default: false
        }
    }
}
