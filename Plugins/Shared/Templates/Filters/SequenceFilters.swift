extension Filters {
    static let sequences: [String: Filter] = [
        "length": length,
        "count": length,
        "first": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "first")
            return try value.end(.integer(0), site.run)
                ?? .undefined(Undefined(.because("there is no first element: the list is empty")))
        },
        "last": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "last")
            return try value.end(.integer(-1), site.run)
                ?? .undefined(Undefined(.because("there is no last element: the list is empty")))
        },
        "list": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "list")
            return try .list(try counted(value, site.run))
        },
        "reverse": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "reverse")
            if let text = value.text {
                let reversed = String(scalars: text.unicodeScalars.reversed())
                return value.isMarkup ? .markup(reversed) : .string(reversed)
            }
            return try .list(try counted(value, site.run).reversed())
        },
        "join": { (value, arguments, site) throws(TemplateError) in try join(value, arguments, site) },
        "items": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "items")
            if case .undefined = value { return .emptyList }
            guard case .dictionary(let mapping) = value else {
                throw TemplateError(.type, "items needs a dictionary, and this is \(value.kind)")
            }
            try site.run.pay(mapping.count)
            return try .list(try mapping.pairs)
        },
        "batch": { (value, arguments, site) throws(TemplateError) in
            try batch(value, arguments, site.run)
        },
        "slice": { (value, arguments, site) throws(TemplateError) in
            try slice(value, arguments, site.run)
        },
        "default": usual,
        "d": usual,
    ]

    private static let length: Filter = { (value, arguments, _) throws(TemplateError) in
        _ = try arguments.bound(to: [], for: "length")
        return .integer(try value.length())
    }

    private static let usual: Filter = { (value, arguments, _) throws(TemplateError) in
        let bound = try arguments.bound(to: ["default_value", "boolean"], for: "default")
        let usual = bound[0] ?? .string("")
        if case .undefined = value { return usual }
        if try bound[1].truth(false), try !value.isTrue() { return usual }
        return value
    }

    /// The elements, which cost a step each.
    static func counted(_ value: Value, _ run: Run) throws(TemplateError) -> [Value] {
        try run.step(try value.isIterable ? value.length() : 1)
        return try value.elements(run)
    }

    private static func join(_ value: Value, _ arguments: Arguments, _ site: CallSite)
        throws(TemplateError) -> Value
    {
        let bound = try arguments.bound(to: ["d", "attribute"], for: "join")
        var values = try counted(value, site.run)
        if let attribute = bound[1] {
            let path = try AttributePath(attribute, "'attribute' of join")
            values = try path.of(values, site.run)
        }
        let separator = bound[0] ?? .string("")
        let isMarkup = site.escapes && (separator.isMarkup || values.contains(where: \.isMarkup))
        let between = isMarkup ? try separator.asMarkup(site.run) : try separator.printed(site.run)
        var text = ""
        for (place, value) in values.enumerated() {
            if place > 0 { text += between }
            text += isMarkup ? try value.asMarkup(site.run) : try value.printed(site.run)
            if text.utf8.count > site.run.limits.outputBytes {
                try site.run.willMake(bytes: text.utf8.count)
            }
        }
        try site.run.willMake(bytes: text.utf8.count)
        return isMarkup ? .markup(text) : .string(text)
    }

    private static func batch(_ value: Value, _ arguments: Arguments, _ run: Run)
        throws(TemplateError) -> Value
    {
        let bound = try arguments.bound(to: ["linecount", "fill_with"], for: "batch")
        guard let given = bound[0] else {
            throw TemplateError(.type, "batch needs the length of a row")
        }
        let size = try given.whole("the length of a row of batch")
        guard size > 0 else { throw TemplateError(.value, "a row of batch has at least one element") }
        let values = try counted(value, run)
        var rows: [Value] = []
        for start in stride(from: 0, to: values.count, by: size) {
            var row = Array(
                values[
                    start..<min(
                        values.count, start.addingReportingOverflow(size).overflow ? values.count : start + size
                    )])
            if let fill = bound[1], !fill.isNone, row.count < size {
                try run.step(size - row.count)
                guard size - row.count <= run.limits.steps else {
                    throw TemplateError(.limit, "a row of batch is too long")
                }
                row += Array(repeating: fill, count: size - row.count)
            }
            rows.append(try .list(row))
        }
        return try .list(rows)
    }

    private static func slice(_ value: Value, _ arguments: Arguments, _ run: Run)
        throws(TemplateError) -> Value
    {
        let bound = try arguments.bound(to: ["slices", "fill_with"], for: "slice")
        guard let given = bound[0] else {
            throw TemplateError(.type, "slice needs the number of columns")
        }
        let count = try given.whole("the number of columns of slice")
        guard count != 0 else { throw TemplateError(.value, "slice needs at least one column") }
        let values = try counted(value, run)
        guard count > 0 else { return .emptyList }
        guard count <= run.limits.rangeElements else {
            throw TemplateError(.limit, "slice into more than \(run.limits.rangeElements) columns")
        }
        try run.step(count)
        var (columns, start): ([Value], Int) = ([], 0)
        for number in 0..<count {
            let isLonger = number < values.count % count
            let end = start + values.count / count + (isLonger ? 1 : 0)
            var column = Array(values[start..<end])
            if let fill = bound[1], !fill.isNone, !isLonger { column.append(fill) }
            columns.append(try .list(column))
            start = end
        }
        return try .list(columns)
    }
}

extension Value {
    /// The first or last element; nil when there is none. No list is made for it.
    fileprivate func end(_ place: Value, _ run: Run) throws(TemplateError) -> Value? {
        switch self {
        case .string, .markup, .range:
            guard try isTrue() else { return nil }
            let element = try element(place, run)
            return element.text.map { .string($0) } ?? element
        default:
            let elements = try elements(run)
            return place.wholeNumber == 0 ? elements.first : elements.last
        }
    }

    var isNone: Bool { if case .none = self { true } else { false } }
}

extension Mapping {
    /// Tuples of key and value.
    var pairs: [Value] {
        get throws(TemplateError) {
            var pairs: [Value] = []
            pairs.reserveCapacity(count)
            for (key, value) in zip(keys, values) { pairs.append(try .tuple([key, value])) }
            return pairs
        }
    }
}
