/// Filters that apply a filter or test to each element.
extension Filters {
    static let selections: [String: Filter] = [
        "map": { (value, arguments, site) throws(TemplateError) in try map(value, arguments, site) },
        "select": { (value, arguments, site) throws(TemplateError) in
            try select(value, arguments, site, true, nil)
        },
        "reject": { (value, arguments, site) throws(TemplateError) in
            try select(value, arguments, site, false, nil)
        },
        "selectattr": { (value, arguments, site) throws(TemplateError) in
            try selectAttribute(value, arguments, site, true)
        },
        "rejectattr": { (value, arguments, site) throws(TemplateError) in
            try selectAttribute(value, arguments, site, false)
        },
    ]

    private static func map(_ value: Value, _ arguments: Arguments, _ site: CallSite)
        throws(TemplateError) -> Value
    {
        let values = try counted(value, site.run)
        if arguments.positional.isEmpty, arguments.named.contains(where: { $0.name == "attribute" }) {
            let bound = try arguments.bound(to: ["attribute", "default"], for: "map")
            let usual: Value? = bound[1].flatMap { $0.isNone ? nil : $0 }
            return try .list(
                try AttributePath(bound[0] ?? .none, "'attribute' of map", usual: usual).of(
                    values, site.run))
        }
        guard let name = arguments.positional.first else {
            throw TemplateError(.type, "map needs a filter or an attribute")
        }
        let filter = try named(try name.requiredText("the filter of map"))
        let rest = Arguments(
            positional: Array(arguments.positional.dropFirst()), named: arguments.named)
        var result: [Value] = []
        result.reserveCapacity(values.count)
        for value in values {
            try site.run.step(rest.textWeight(with: value))
            result.append(try filter(value, rest, site))
        }
        return try .list(result)
    }

    private static func selectAttribute(
        _ value: Value, _ arguments: Arguments, _ site: CallSite, _ keeps: Bool
    )
        throws(TemplateError) -> Value
    {
        guard let attribute = arguments.positional.first else {
            throw TemplateError(.type, "the name of an attribute is missing")
        }
        let path = try AttributePath(attribute, "the attribute")
        let rest = Arguments(
            positional: Array(arguments.positional.dropFirst()), named: arguments.named)
        return try select(value, rest, site, keeps, path)
    }

    private static func select(
        _ value: Value, _ arguments: Arguments, _ site: CallSite, _ keeps: Bool, _ path: AttributePath?
    ) throws(TemplateError) -> Value {
        let values = try counted(value, site.run)
        let test: Test? = try arguments.positional.first.map { (name) throws(TemplateError) in
            try Tests.named(try name.requiredText("the name of a test"))
        }
        let rest = Arguments(
            positional: Array(arguments.positional.dropFirst()), named: arguments.named)
        var result: [Value] = []
        for value in values {
            let tested = try path?.of(value, site.run) ?? value
            try site.run.step(rest.textWeight(with: tested))
            let holds = if let test { try test(tested, rest, site.run) } else { try tested.isTrue() }
            if holds == keeps { result.append(value) }
        }
        return try .list(result)
    }
}
