extension Filters {
    static let layout: [String: Filter] = [
        "center": { (value, arguments, site) throws(TemplateError) in
            let width = try arguments.bound(to: ["width"], for: "center")[0].whole(
                80, "'width' of center")
            let text = try value.printed(site.run)
            let padded = try Padding.centered(text, width, " ", site.run)
            return value.isMarkup ? .markup(padded) : .string(padded)
        },
        "indent": { (value, arguments, site) throws(TemplateError) in
            try indent(value, arguments, site.run)
        },
        "wordwrap": { (value, arguments, site) throws(TemplateError) in
            try wordwrap(value, arguments, site.run)
        },
    ]

    private static func indent(_ value: Value, _ arguments: Arguments, _ run: Run)
        throws(TemplateError) -> Value
    {
        let bound = try arguments.bound(to: ["width", "first", "blank"], for: "indent")
        var indention: String
        if let text = bound[0]?.text {
            indention = value.isMarkup ? try bound[0]?.asMarkup(run) ?? text : text
        } else {
            let width = max(0, try bound[0].whole(4, "'width' of indent"))
            try run.willMake(bytes: width)
            indention = String(repeating: " ", count: width)
        }
        let (first, blank) = (try bound[1].truth(false), try bound[2].truth(false))
        let text = try value.requiredText("what is indented")
        let lines = (text + "\n").lines()
        let (added, overflow) = (indention.utf8.count + 1).multipliedReportingOverflow(by: lines.count)
        guard !overflow else { throw Arithmetic.outOfRange }
        try run.willMake(bytes: text.utf8.count &+ added)
        var result = first ? indention : ""
        for (number, line) in lines.enumerated() {
            if number > 0 { result += "\n" + (blank || !line.isEmpty ? indention : "") }
            result += line
        }
        return value.isMarkup ? .markup(result) : .string(result)
    }

    private static func wordwrap(_ value: Value, _ arguments: Arguments, _ run: Run)
        throws(TemplateError) -> Value
    {
        let names = ["width", "break_long_words", "wrapstring", "break_on_hyphens"]
        let bound = try arguments.bound(to: names, for: "wordwrap")
        let width = try bound[0].whole(79, "'width' of wordwrap")
        guard width > 0 else { throw TemplateError(.value, "'width' of wordwrap is at least 1") }
        let (breaksWords, breaksHyphens) = (try bound[1].truth(true), try bound[3].truth(true))
        let separator: String
        if let given = bound[2], case .none = given {
            separator = "\n"
        } else {
            separator = try bound[2]?.requiredText("'wrapstring'") ?? "\n"
        }
        let text = try value.requiredText("what is wrapped")
        let (size, overflow) = (separator.utf8.count + 1).multipliedReportingOverflow(
            by: text.utf8.count)
        guard !overflow else { throw Arithmetic.outOfRange }
        try run.willMake(bytes: size)
        let wrapping = WordWrapping(
            width: width, breaksLongWords: breaksWords, breaksOnHyphens: breaksHyphens)
        let isMarkup = bound[2]?.isMarkup == true
        let lines = text.lines().flatMap { line in
            let wrapped = wrapping.wrapped(line)
            // An empty line stays one.
            return wrapped.isEmpty ? [""] : wrapped
        }
        // A separator that is markup makes markup of all: the lines are escaped then, as in Jinja2.
        let result = lines.map { isMarkup ? Escaping.escaped($0) : $0 }.joined(separator: separator)
        return isMarkup ? .markup(result) : .string(result)
    }
}
