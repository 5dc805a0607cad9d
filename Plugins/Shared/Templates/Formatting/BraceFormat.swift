/// `text.format(values)`: fields in braces, with members, conversions and layouts, as in Python.
struct BraceFormat {
    private let arguments: Arguments
    private let isMarkup: Bool
    private let run: Run
    private var counted = 0
    private var isNumbered: Bool?

    static func apply(_ text: String, _ arguments: Arguments, _ isMarkup: Bool, _ run: Run)
        throws(TemplateError)
        -> String
    {
        var format = BraceFormat(arguments: arguments, isMarkup: isMarkup, run: run)
        return try format.text([Unicode.Scalar](text), level: 0)
    }

    private init(arguments: Arguments, isMarkup: Bool, run: Run) {
        self.arguments = arguments
        self.isMarkup = isMarkup
        self.run = run
    }

    private mutating func text(_ scalars: [Unicode.Scalar], level: Int) throws(TemplateError)
        -> String
    {
        guard level < 2 else {
            throw TemplateError(.value, "the braces of this format are nested too deeply")
        }
        var (out, at, counted) = ("", 0, 0)
        while at < scalars.count {
            let scalar = scalars[at]
            if scalar == "{" || scalar == "}", at + 1 < scalars.count, scalars[at + 1] == scalar,
                level == 0
            {
                out.unicodeScalars.append(scalar)
                at += 2
            } else if scalar == "{" {
                let end = try fieldEnd(scalars, at)
                out += try field(Array(scalars[(at + 1)..<end]), level: level)
                at = end + 1
                try run.hasGrown(to: out.utf8.count, from: &counted)
            } else if scalar == "}" {
                throw TemplateError(.value, "this format has a '}' without a '{'")
            } else {
                out.unicodeScalars.append(scalar)
                at += 1
            }
        }
        return out
    }

    private func fieldEnd(_ scalars: [Unicode.Scalar], _ start: Int) throws(TemplateError) -> Int {
        var depth = 0
        for at in start..<scalars.count {
            if scalars[at] == "{" { depth += 1 }
            if scalars[at] == "}" {
                depth -= 1
                if depth == 0 { return at }
            }
        }
        throw TemplateError(.value, "this format has a '{' without a '}'")
    }

    private mutating func field(_ field: [Unicode.Scalar], level: Int) throws(TemplateError) -> String {
        var depth = 0
        var cut = field.count
        for (place, scalar) in field.enumerated() {
            if scalar == "[" { depth += 1 }
            if scalar == "]" { depth -= 1 }
            if depth <= 0, scalar == "!" || scalar == ":" {
                cut = place
                break
            }
        }
        let value = try self.value(String(scalars: field[..<cut]))
        var rest = field[cut...]
        var conversion: Unicode.Scalar?
        if rest.first == "!" {
            conversion = rest.dropFirst().first
            rest = rest.dropFirst(2)
            guard let conversion, "sra".unicodeScalars.contains(conversion),
                rest.isEmpty || rest.first == ":"
            else {
                throw TemplateError(.value, "a conversion in a format is !s, !r or !a")
            }
        }
        let spec = rest.count > 1 ? try text(Array(rest.dropFirst()), level: level + 1) : ""
        return try shown(value, conversion, spec)
    }

    private func shown(_ value: Value, _ conversion: Unicode.Scalar?, _ spec: String)
        throws(TemplateError) -> String
    {
        if case .undefined(let undefined) = value, !undefined.isLenient { throw undefined.error }
        var value = value
        if let conversion {
            value = .string(conversion == "s" ? try value.printed(run) : try value.representation(run))
        }
        if value.isMarkup, isMarkup {
            guard spec.isEmpty else { throw TemplateError(.value, "markup takes no layout in a format") }
            return try value.printed(run)
        }
        let text =
            spec.isEmpty ? try value.printed(run) : try FieldLayout.of(spec, run).text(of: value, run)
        return isMarkup ? Escaping.escaped(text) : text
    }

    /// `0`, `name`, with `.member` and `[key]` behind it.
    private mutating func value(_ field: String) throws(TemplateError) -> Value {
        let scalars = [Unicode.Scalar](field)
        var at = scalars.firstIndex { $0 == "." || $0 == "[" } ?? scalars.count
        var value = try argument(String(scalars: scalars[..<at]))
        while at < scalars.count {
            if scalars[at] == "." {
                let end = scalars[(at + 1)...].firstIndex { $0 == "." || $0 == "[" } ?? scalars.count
                value = try value.member(String(scalars: scalars[(at + 1)..<end]), run)
                at = end
            } else {
                guard scalars[at] == "[", let end = scalars[at...].firstIndex(of: "]") else {
                    throw TemplateError(.value, "a field of this format cannot be read")
                }
                let key = String(scalars: scalars[(at + 1)..<end])
                value = try value.element(Int(key).map { .integer($0) } ?? .string(key), run)
                at = end + 1
            }
            if case .undefined(let undefined) = value { throw undefined.error }
        }
        return value
    }

    private mutating func argument(_ name: String) throws(TemplateError) -> Value {
        let index: Int
        if name.isEmpty {
            guard isNumbered != true else { throw mixed }
            isNumbered = false
            index = counted
            counted += 1
        } else if let number = Int(name) {
            guard isNumbered != false else { throw mixed }
            isNumbered = true
            index = number
        } else {
            try run.step(arguments.named.count >> 3)
            guard let value = arguments.named.first(where: { $0.name == name })?.value else {
                throw TemplateError(.value, "format() is not given '\(name)'")
            }
            return value
        }
        guard arguments.positional.indices.contains(index) else {
            throw TemplateError(
                .value, "format() is given \(arguments.positional.count) values, and more are wanted")
        }
        return arguments.positional[index]
    }

    private var mixed: TemplateError {
        TemplateError(.value, "a format counts its fields or numbers them, not both")
    }
}
