extension Filters {
    static let text: [String: Filter] = [
        "upper": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "upper")
            return try changed(value, site.run, \.raised)
        },
        "lower": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "lower")
            return try changed(value, site.run, \.lowered)
        },
        "capitalize": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "capitalize")
            return try changed(value, site.run) { $0.capitalizedFirst }
        },
        "title": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "title")
            let text = try value.printed(site.run)
            try site.run.willMake(bytes: text.utf8.count)
            return .string(TitleCase.ofFilter(text))
        },
        "trim": { (value, arguments, site) throws(TemplateError) in
            let set = try arguments.bound(to: ["chars"], for: "trim")[0]
            let characters: String? =
                if let set, case .none = set { nil } else { try set?.requiredText("'chars' of trim") }
            return try changed(value, site.run) { $0.stripped(characters) }
        },
        "string": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "string")
            if value.text != nil { return value }
            return .string(try value.printed(site.run))
        },
        "replace": { (value, arguments, site) throws(TemplateError) in
            try replace(value, arguments, site)
        },
        "format": { (value, arguments, site) throws(TemplateError) in
            guard arguments.positional.isEmpty || arguments.named.isEmpty else {
                throw TemplateError(.type, "format takes positional or named arguments, not both")
            }
            let given: Value =
                arguments.named.isEmpty
                ? try .tuple(arguments.positional)
                : .dictionary(try Mapping(names: arguments.named.map { ($0.name, $0.value) }))
            let text = try value.printed(site.run)
            return try PercentFormat.apply(
                value.isMarkup ? .markup(text) : .string(text), given, site.run)
        },
        "truncate": { (value, arguments, site) throws(TemplateError) in
            try truncate(value, arguments, site.run)
        },
        "wordcount": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "wordcount")
            var (count, inside) = (0, false)
            for scalar in try value.printed(site.run).unicodeScalars {
                if scalar.isWord, !inside { count += 1 }
                inside = scalar.isWord
            }
            return .integer(count)
        },
        "urlencode": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "urlencode")
            return .string(try PercentEncoding.encoded(value, site.run))
        },
    ]

    private static func replace(_ value: Value, _ arguments: Arguments, _ site: CallSite)
        throws(TemplateError) -> Value
    {
        let bound = try arguments.bound(to: ["old", "new", "count"], for: "replace")
        guard let old = bound[0], let new = bound[1] else {
            throw TemplateError(.type, "replace needs what is replaced and what takes its place")
        }
        let most: Int =
            if let count = bound[2], case .none = count { -1 } else {
                try bound[2].whole(-1, "'count' of replace")
            }
        var text = try value.printed(site.run)
        var isMarkup = value.isMarkup
        if site.escapes, old.isMarkup || new.isMarkup && !value.isMarkup {
            text = try value.asMarkup(site.run)
            isMarkup = true
        }
        if !site.escapes { isMarkup = false }
        let (from, to) = (try old.printed(site.run), isMarkup ? try new.asMarkup(site.run) : try new.printed(site.run))
        try checkReplacement(text, from, to, most, site.run)
        let result = text.replacing(from, with: to, most: most)
        return isMarkup ? .markup(result) : .string(result)
    }

    /// Refuses a replacement whose result is too long, before it is made.
    static func checkReplacement(
        _ text: String, _ old: String, _ new: String, _ most: Int, _ run: Run
    )
        throws(TemplateError)
    {
        try run.willMake(bytes: text.utf8.count)
        let growth = max(0, new.utf8.count - old.utf8.count)
        let (added, overflow) = growth.multipliedReportingOverflow(
            by: text.occurrences(of: old, most: most))
        guard !overflow else { throw Arithmetic.outOfRange }
        try run.willMake(bytes: text.utf8.count &+ added)
    }

    private static func truncate(_ value: Value, _ arguments: Arguments, _ run: Run)
        throws(TemplateError) -> Value
    {
        let bound = try arguments.bound(to: ["length", "killwords", "end", "leeway"], for: "truncate")
        let length = try bound[0].whole(255, "'length' of truncate")
        let end = try bound[2]?.printed(run) ?? "..."
        let leeway: Int =
            if let given = bound[3], case .none = given { 5 } else {
                try bound[3].whole(5, "'leeway' of truncate")
            }
        guard length >= end.scalarCount, leeway >= 0 else {
            throw TemplateError(
                .value, "'length' of truncate is at least the length of 'end', and 'leeway' is not negative"
            )
        }
        let text = try value.requiredText("what is truncated")
        let scalars = [Unicode.Scalar](text)
        if scalars.count <= length.addingReportingOverflow(leeway).partialValue
            || length > scalars.count
        {
            return value
        }
        var kept = scalars[..<(length - end.scalarCount)]
        if try !bound[1].truth(false), let space = kept.lastIndex(of: " ") { kept = kept[..<space] }
        guard value.isMarkup else { return .string(String(scalars: kept) + end) }
        return .markup(
            String(scalars: kept) + (bound[2].map { $0.isMarkup } == true ? end : Escaping.escaped(end)))
    }
}
