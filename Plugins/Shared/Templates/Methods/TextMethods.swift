extension Methods {
    static let text: Set<String> = [
        "upper", "lower", "title", "capitalize", "swapcase", "casefold", "strip", "lstrip", "rstrip",
        "split", "rsplit",
        "splitlines", "join", "replace", "startswith", "endswith", "find", "rfind", "index", "count",
        "center", "ljust",
        "rjust", "zfill", "format", "isdigit", "isalpha", "isalnum", "isnumeric", "isdecimal",
        "isspace", "isupper",
        "islower", "partition", "rpartition", "removeprefix", "removesuffix",
    ]

    static func callText(_ name: String, _ owner: Value, _ arguments: Arguments, _ site: CallSite)
        throws(TemplateError)
        -> Value
    {
        let text = owner.text ?? ""
        let wrap: (String) -> Value = owner.isMarkup ? { .markup($0) } : { .string($0) }
        if name == "format" {
            return wrap(try BraceFormat.apply(text, arguments, owner.isMarkup, site.run))
        }
        if name == "split" || name == "rsplit" {
            return try split(text, arguments, name == "rsplit", wrap)
        }
        if name == "splitlines" {
            let keeps = try arguments.bound(to: ["keepends"], for: "splitlines()")[0].truth(false)
            return try .list(text.lines(keepingEnds: keeps).map(wrap))
        }
        guard arguments.named.isEmpty else {
            throw TemplateError(.type, "\(name)() takes no named arguments")
        }
        let given = arguments.positional
        switch name {
        case "upper", "lower", "title", "capitalize", "swapcase", "casefold":
            try expect(given, 0...0, name)
            return wrap(changed(text, name))
        case "strip", "lstrip", "rstrip":
            try expect(given, 0...1, name)
            let set: String? = try given.first.flatMap { (set) throws(TemplateError) in
                set.isNone ? nil : try set.requiredText("what is stripped")
            }
            return wrap(text.stripped(set, start: name != "rstrip", end: name != "lstrip"))
        case "join":
            try expect(given, 1...1, name)
            return try join(owner, given[0], site.run)
        case "replace":
            try expect(given, 2...3, name)
            let (old, new) = (
                try given[0].requiredText("what is replaced"),
                try given[1].requiredText("what takes its place")
            )
            let most = given.count == 3 ? try given[2].whole("the number of replacements") : -1
            let replacement = owner.isMarkup ? try given[1].asMarkup(site.run) : new
            try Filters.checkReplacement(text, old, replacement, most, site.run)
            return wrap(text.replacing(old, with: replacement, most: most))
        case "startswith", "endswith":
            try expect(given, 1...1, name)
            return .bool(try begins(text, given[0], atEnd: name == "endswith"))
        case "find", "rfind", "index", "count":
            try expect(given, 1...1, name)
            return try search(text, try given[0].requiredText("what is sought"), name)
        case "center", "ljust", "rjust", "zfill":
            return wrap(try padded(owner, text, given, name, site.run))
        case "partition", "rpartition":
            try expect(given, 1...1, name)
            return try .tuple(
                try partition(text, try given[0].requiredText("the separator"), name == "rpartition").map(
                    wrap))
        case "removeprefix", "removesuffix":
            try expect(given, 1...1, name)
            let part = try given[0].requiredText("what is removed")
            if name == "removeprefix" {
                return wrap(
                    text.starts(text: part) ? String(utf8: text.utf8.dropFirst(part.utf8.count)) : text)
            }
            return wrap(
                !part.isEmpty && text.ends(text: part)
                    ? String(utf8: text.utf8.dropLast(part.utf8.count)) : text)
        default:
            try expect(given, 0...0, name)
            return .bool(isOf(text, name))
        }
    }

    private static func expect(_ given: [Value], _ count: ClosedRange<Int>, _ name: String)
        throws(TemplateError)
    {
        guard count.contains(given.count) else {
            throw TemplateError(.type, "\(name)() cannot be called with \(given.count) arguments")
        }
    }

    private static func changed(_ text: String, _ name: String) -> String {
        switch name {
        case "upper": text.raised
        case "title": TitleCase.ofMethod(text)
        case "capitalize": text.capitalizedFirst
        case "swapcase": text.swappedCase
        default: text.lowered
        }
    }

    private static func isOf(_ text: String, _ name: String) -> Bool {
        let scalars = text.unicodeScalars
        if name == "isupper" { return text.isCased(upper: true) }
        if name == "islower" { return text.isCased(upper: false) }
        guard !scalars.isEmpty else { return false }
        switch name {
        case "isdecimal": return scalars.allSatisfy { $0.properties.numericType == .decimal }
        case "isdigit":
            return scalars.allSatisfy {
                $0.properties.numericType == .decimal || $0.properties.numericType == .digit
            }
        case "isnumeric": return scalars.allSatisfy { $0.properties.numericType != nil }
        case "isalpha": return scalars.allSatisfy(\.isLetter)
        case "isalnum": return scalars.allSatisfy { $0.isLetter || $0.properties.numericType != nil }
        default: return scalars.allSatisfy(\.isSpace)
        }
    }

    private static func split(
        _ text: String, _ arguments: Arguments, _ fromEnd: Bool, _ wrap: (String) -> Value
    )
        throws(TemplateError) -> Value
    {
        let bound = try arguments.bound(to: ["sep", "maxsplit"], for: "split()")
        let most = try bound[1].whole(-1, "the number of cuts")
        guard let given = bound[0], !given.isNone else {
            guard fromEnd, most >= 0 else { return try .list(text.words(most: most).map(wrap)) }
            let turned = String(scalars: text.unicodeScalars.reversed()).words(most: most)
            return try .list(
                turned.reversed().map { wrap(String(scalars: $0.unicodeScalars.reversed())) })
        }
        let separator = try given.requiredText("the separator")
        guard !separator.isEmpty else {
            throw TemplateError(.value, "split() needs a separator that is not empty")
        }
        return try .list(text.cut(at: separator, most: most, fromEnd: fromEnd).map(wrap))
    }

    private static func join(_ owner: Value, _ list: Value, _ run: Run) throws(TemplateError) -> Value {
        let separator = owner.text ?? ""
        var text = ""
        for (place, value) in try Filters.counted(list, run).enumerated() {
            if place > 0 { text += separator }
            text += owner.isMarkup ? try value.asMarkup(run) : try value.requiredText("what is joined")
            if text.utf8.count > run.limits.outputBytes { try run.willMake(bytes: text.utf8.count) }
        }
        try run.willMake(bytes: text.utf8.count)
        return owner.isMarkup ? .markup(text) : .string(text)
    }

    private static func begins(_ text: String, _ wanted: Value, atEnd: Bool) throws(TemplateError)
        -> Bool
    {
        var candidates = [wanted]
        if case .tuple(let items) = wanted { candidates = items.values }
        for candidate in candidates {
            let part = try candidate.requiredText("what is sought")
            if atEnd ? text.ends(text: part) : text.starts(text: part) { return true }
        }
        return false
    }

    private static func search(_ text: String, _ wanted: String, _ name: String) throws(TemplateError)
        -> Value
    {
        if name == "count" { return .integer(text.occurrences(of: wanted)) }
        let (bytes, part) = (Array(text.utf8), Array(wanted.utf8))
        let found =
            name == "rfind"
            ? ByteSearch.last(part, in: bytes) : ByteSearch.first(part, in: bytes)
        guard let found else {
            if name == "index" { throw TemplateError(.value, "the text that index() seeks is not there") }
            return .integer(-1)
        }
        return .integer(String(utf8: bytes[..<found]).scalarCount)
    }

    private static func padded(
        _ owner: Value, _ text: String, _ given: [Value], _ name: String, _ run: Run
    )
        throws(TemplateError) -> String
    {
        try expect(given, name == "zfill" ? 1...1 : 1...2, name)
        let width = try given[0].whole("the width")
        if name == "zfill" {
            let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
            let digits = String(text.dropFirst(sign.count))
            return sign
                + (try Padding.padded(
                    digits, width.subtractingReportingOverflow(sign.count).partialValue, "0", left: true, run))
        }
        var fill = given.count == 2 ? try given[1].requiredText("what is filled in") : " "
        if owner.isMarkup { fill = given.count == 2 ? try given[1].asMarkup(run) : fill }
        guard fill.scalarCount == 1 else {
            throw TemplateError(.type, "\(name)() fills with one character")
        }
        if name == "center" { return try Padding.centered(text, width, fill, run) }
        return try Padding.padded(text, width, fill, left: name == "rjust", run)
    }

    private static func partition(_ text: String, _ separator: String, _ fromEnd: Bool)
        throws(TemplateError)
        -> [String]
    {
        guard !separator.isEmpty else {
            throw TemplateError(.value, "partition() needs a separator that is not empty")
        }
        let parts = text.cut(at: separator, most: 1, fromEnd: fromEnd)
        if parts.count == 2 { return [parts[0], separator, parts[1]] }
        return fromEnd ? ["", "", text] : [text, "", ""]
    }
}
