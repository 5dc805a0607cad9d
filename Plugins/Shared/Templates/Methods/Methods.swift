/// Methods of texts, lists and dictionaries. Those that would change a value do not exist: values do not change.
enum Methods {
    static let dictionary: Set<String> = ["get", "items", "keys", "values", "copy"]
    private static let list: Set<String> = ["index", "count", "copy"]
    private static let tuple: Set<String> = ["index", "count"]

    static func exists(_ name: String, of value: Value) -> Bool {
        switch value {
        case .string, .markup: text.contains(name)
        case .list: list.contains(name)
        case .tuple, .range: tuple.contains(name)
        case .dictionary: dictionary.contains(name)
        case .number: name == "is_integer"
        default: false
        }
    }

    static func names(of value: Value) -> [String] {
        switch value {
        case .string, .markup: text.sorted()
        case .list: list.sorted()
        case .tuple, .range: tuple.sorted()
        case .dictionary: dictionary.sorted()
        default: []
        }
    }

    static func call(_ name: String, of value: Value, _ arguments: Arguments, _ site: CallSite)
        throws(TemplateError)
        -> Value
    {
        try site.run.step(arguments.textWeight(with: value))
        switch value {
        case .string, .markup: return try callText(name, value, arguments, site)
        case .dictionary(let mapping): return try call(name, mapping, arguments, site.run)
        case .number(let number):
            _ = try arguments.bound(to: [], for: "is_integer()")
            return .bool(number.isFinite && number == number.rounded())
        default: return try callList(name, value, arguments, site.run)
        }
    }

    private static func call(_ name: String, _ mapping: Mapping, _ arguments: Arguments, _ run: Run)
        throws(TemplateError) -> Value
    {
        if name == "get" {
            guard arguments.named.isEmpty else {
                throw TemplateError(.type, "get() takes no named arguments")
            }
            let bound = try arguments.bound(to: ["key", "default"], for: "get()")
            guard let key = bound[0] else { throw TemplateError(.type, "get() needs a key") }
            try run.step(key.weight)
            return try mapping.value(of: key) ?? bound[1] ?? .none
        }
        _ = try arguments.bound(to: [], for: "\(name)()")
        try run.pay(mapping.count)
        switch name {
        case "items": return try .list(try mapping.pairs)
        case "keys": return try .list(mapping.keys)
        case "values": return try .list(mapping.values)
        default: return .dictionary(mapping)
        }
    }

    private static func callList(_ name: String, _ value: Value, _ arguments: Arguments, _ run: Run)
        throws(TemplateError) -> Value
    {
        if name == "copy" {
            _ = try arguments.bound(to: [], for: "copy()")
            return value
        }
        guard arguments.named.isEmpty, let wanted = arguments.positional.first else {
            throw TemplateError(.type, "\(name)() needs the value that is sought")
        }
        let values = try Filters.counted(value, run)
        if name == "count" {
            var count = 0
            for value in values where try Value.equal(value, wanted, run) { count += 1 }
            return .integer(count)
        }
        for (place, value) in values.enumerated() where try Value.equal(value, wanted, run) {
            return .integer(place)
        }
        throw TemplateError(.value, "the value that index() seeks is not in the list")
    }
}
