/// Filters that look at an attribute of each element.
extension Filters {
    static let attributes: [String: Filter] = [
        "attr": { (value, arguments, site) throws(TemplateError) in
            guard let name = try arguments.bound(to: ["name"], for: "attr")[0] else {
                throw TemplateError(.type, "attr needs a name")
            }
            let wanted = try name.requiredText("the name of attr")
            if case .dictionary = value, !Methods.exists(wanted, of: value) {
                return .undefined(
                    Undefined(.because("attr looks for members, not for elements of a dictionary")))
            }
            return try value.member(wanted, site.run)
        },
        "sort": { (value, arguments, site) throws(TemplateError) in
            let bound = try arguments.bound(to: ["reverse", "case_sensitive", "attribute"], for: "sort")
            let (reverse, sensitive) = (try bound[0].truth(false), try bound[1].truth(false))
            let paths = try AttributePath.several(bound[2], "'attribute' of sort")
            var keyed: [(key: Value, value: Value)] = []
            for value in try sortable(value, site.run) {
                keyed.append((try key(value, paths, sensitive, site.run), value))
            }
            return try .list(try Value.sorted(keyed, reverse: reverse, site.run))
        },
        "dictsort": { (value, arguments, site) throws(TemplateError) in
            let bound = try arguments.bound(to: ["case_sensitive", "by", "reverse"], for: "dictsort")
            let (sensitive, reverse) = (try bound[0].truth(false), try bound[2].truth(false))
            let by = try bound[1]?.requiredText("'by' of dictsort") ?? "key"
            guard by == "key" || by == "value" else {
                throw TemplateError(.value, "dictsort sorts by 'key' or 'value'")
            }
            guard case .dictionary(let mapping) = value else {
                if case .undefined(let undefined) = value { throw undefined.error }
                throw TemplateError(.type, "dictsort needs a dictionary, and this is \(value.kind)")
            }
            try site.run.step(mapping.count * 8)
            var keyed: [(key: Value, value: Value)] = []
            for (place, pair) in try mapping.pairs.enumerated() {
                keyed.append(((by == "key" ? mapping.keys : mapping.values)[place].folded(sensitive), pair))
            }
            return try .list(try Value.sorted(keyed, reverse: reverse, site.run))
        },
        "unique": { (value, arguments, site) throws(TemplateError) in
            let bound = try arguments.bound(to: ["case_sensitive", "attribute"], for: "unique")
            let sensitive = try bound[0].truth(false)
            let path = try AttributePath(bound[1] ?? .none, "'attribute' of unique")
            var (seen, result): (Set<HashKey>, [Value]) = ([], [])
            for value in try counted(value, site.run) {
                let key = try path.of(value, site.run).folded(sensitive)
                try site.run.step(key.weight)
                if seen.insert(try HashKey(key)).inserted { result.append(value) }
            }
            return try .list(result)
        },
        "min": { (value, arguments, site) throws(TemplateError) in
            try extreme(value, arguments, site.run, "min", .before)
        },
        "max": { (value, arguments, site) throws(TemplateError) in
            try extreme(value, arguments, site.run, "max", .after)
        },
        "sum": { (value, arguments, site) throws(TemplateError) in
            let bound = try arguments.bound(to: ["attribute", "start"], for: "sum")
            var total = bound[1] ?? .integer(0)
            if total.text != nil { throw TemplateError(.type, "sum does not join texts: use join") }
            let path = try AttributePath(bound[0] ?? .none, "'attribute' of sum")
            for value in try counted(value, site.run) {
                let value = try path.of(value, site.run)
                if let sum = try Arithmetic.apply(.add, total, value) {
                    total = sum
                } else {
                    total = try Joining.apply(.add, total, value, site.run)
                }
            }
            return total
        },
        "groupby": { (value, arguments, site) throws(TemplateError) in
            try groups(value, arguments, site.run)
        },
    ]

    private static func sortable(_ value: Value, _ run: Run) throws(TemplateError) -> [Value] {
        let values = try counted(value, run)
        try run.step(values.count * 8)
        return values
    }

    private static func key(_ value: Value, _ paths: [AttributePath], _ sensitive: Bool, _ run: Run)
        throws(TemplateError) -> Value
    {
        guard !paths.isEmpty else { return value.folded(sensitive) }
        var keys: [Value] = []
        for path in paths { keys.append(try path.of(value, run).folded(sensitive)) }
        return keys.count == 1 ? keys[0] : try .list(keys)
    }

    private static func extreme(
        _ value: Value, _ arguments: Arguments, _ run: Run, _ name: String, _ wanted: Value.Order
    ) throws(TemplateError) -> Value {
        let bound = try arguments.bound(to: ["case_sensitive", "attribute"], for: name)
        let sensitive = try bound[0].truth(false)
        let path = try AttributePath(bound[1] ?? .none, "'attribute' of \(name)")
        var best: (key: Value, value: Value)?
        for value in try counted(value, run) {
            let key = try path.of(value, run).folded(sensitive)
            if let current = best {
                if try Value.order(key, current.key, run) == wanted { best = (key, value) }
            } else {
                best = (key, value)
            }
        }
        return best?.value ?? .undefined(Undefined(.because("\(name) of an empty list")))
    }

    private static func groups(_ value: Value, _ arguments: Arguments, _ run: Run)
        throws(TemplateError) -> Value
    {
        let bound = try arguments.bound(to: ["attribute", "default", "case_sensitive"], for: "groupby")
        guard let attribute = bound[0] else { throw TemplateError(.type, "groupby needs an attribute") }
        let usual: Value? = bound[1].flatMap { $0.isNone ? nil : $0 }
        let path = try AttributePath(attribute, "the attribute of groupby", usual: usual)
        let sensitive = try bound[2].truth(false)
        var keyed: [(key: Value, value: Value)] = []
        for value in try sortable(value, run) {
            let key = try path.of(value, run).folded(sensitive)
            if case .undefined(let undefined) = key { throw undefined.error }
            keyed.append((key, try .tuple([key, value])))
        }
        var groups: [(key: Value, values: [Value])] = []
        for pair in try Value.sorted(keyed, reverse: false, run) {
            guard case .tuple(let items) = pair else { continue }
            if let last = groups.last, try Value.equal(last.key, items.values[0], run) {
                groups[groups.count - 1].values.append(items.values[1])
            } else {
                groups.append((items.values[0], [items.values[1]]))
            }
        }
        var result: [Value] = []
        for group in groups {
            let shown = sensitive ? group.key : try path.of(group.values[0], run)
            result.append(.object(try GroupObject(shown, try .list(group.values))))
        }
        return try .list(result)
    }
}
