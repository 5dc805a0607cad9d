extension Filters {
    static let markup: [String: Filter] = [
        "safe": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "safe")
            return .markup(try value.printed(site.run))
        },
        "escape": escape,
        "e": escape,
        "forceescape": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "forceescape")
            let text = try value.printed(site.run)
            try site.run.willMake(bytes: text.utf8.count * 5)
            return .markup(Escaping.escaped(text))
        },
        "striptags": { (value, arguments, site) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "striptags")
            let text = try value.printed(site.run)
            try site.run.step(text.utf8.count >> 3)
            return .string(Tags.stripped(text))
        },
        "xmlattr": { (value, arguments, site) throws(TemplateError) in
            try attributes(value, arguments, site)
        },
        "tojson": { (value, arguments, site) throws(TemplateError) in
            let indent = try arguments.bound(to: ["indent"], for: "tojson")[0]
            let width: Int? =
                if let indent, case .none = indent { nil } else { try indent?.whole("'indent' of tojson") }
            var writer = JSONFilterWriter(indent: width.map { min(max(0, $0), 64) }, run: site.run)
            return .markup(try writer.text(of: value))
        },
    ]

    private static let escape: Filter = { (value, arguments, site) throws(TemplateError) in
        _ = try arguments.bound(to: [], for: "escape")
        if case .markup = value { return value }
        let text = try value.printed(site.run)
        if value.isMarkup { return .markup(text) }
        try site.run.willMake(bytes: text.utf8.count)
        let escaped = Escaping.escaped(text)
        try site.run.willMake(bytes: escaped.utf8.count)
        return .markup(escaped)
    }

    private static func attributes(_ value: Value, _ arguments: Arguments, _ site: CallSite)
        throws(TemplateError)
        -> Value
    {
        let spaced = try arguments.bound(to: ["autospace"], for: "xmlattr")[0].truth(true)
        guard case .dictionary(let mapping) = value else {
            if case .undefined(let undefined) = value { throw undefined.error }
            throw TemplateError(.type, "xmlattr needs a dictionary, and this is \(value.kind)")
        }
        var parts: [String] = []
        for (key, value) in zip(mapping.keys, mapping.values) {
            switch value {
            case .none, .undefined: continue
            default: break
            }
            let name = try key.requiredText("the name of an attribute")
            guard
                !name.unicodeScalars.contains(where: {
                    $0.value < 0x80
                        && ($0.isSpace && $0.value <= 0x20 && $0.value < 0x1C || $0 == " "
                            || "/>=".unicodeScalars.contains($0))
                })
            else {
                throw TemplateError(
                    .value, "the name of an attribute has a character that names cannot have")
            }
            parts.append("\(try key.asMarkup(site.run))=\"\(try value.asMarkup(site.run))\"")
            try site.run.step(parts[parts.count - 1].utf8.count >> 5)
        }
        let text = (spaced && !parts.isEmpty ? " " : "") + parts.joined(separator: " ")
        return site.escapes ? .markup(text) : .string(text)
    }
}
