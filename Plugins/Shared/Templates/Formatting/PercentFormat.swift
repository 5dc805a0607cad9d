/// `text % values`, as in Python.
struct PercentFormat {
    private let scalars: [Unicode.Scalar]
    private let values: Value
    private let run: Run
    /// The text is markup: what is put in is escaped.
    private let isMarkup: Bool
    private var at = 0
    private var used = 0
    private var out = ""
    private var counted = 0

    static func apply(_ format: Value, _ values: Value, _ run: Run) throws(TemplateError) -> Value {
        var formatting = PercentFormat(
            scalars: [Unicode.Scalar](format.text ?? ""), values: values, run: run,
            isMarkup: format.isMarkup)
        let text = try formatting.text()
        return format.isMarkup ? .markup(text) : .string(text)
    }

    private init(scalars: [Unicode.Scalar], values: Value, run: Run, isMarkup: Bool) {
        self.scalars = scalars
        self.values = values
        self.run = run
        self.isMarkup = isMarkup
    }

    private mutating func text() throws(TemplateError) -> String {
        try run.step(scalars.count >> 3)
        var usedNames = false
        while at < scalars.count {
            guard scalars[at] == "%" else {
                out.unicodeScalars.append(scalars[at])
                at += 1
                continue
            }
            at += 1
            usedNames = try conversion() || usedNames
            try run.hasGrown(to: out.utf8.count, from: &counted)
        }
        if case .undefined(let undefined) = values { throw undefined.error }
        let given: Int
        switch values {
        case .tuple(let items): given = items.values.count
        case .dictionary, .list: given = used
        default: given = 1
        }
        guard used >= given || usedNames else {
            throw TemplateError(.type, "the format takes \(used) values, and \(given) are given")
        }
        return out
    }

    private var current: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

    /// One `%…`. True when it took a named value.
    private mutating func conversion() throws(TemplateError) -> Bool {
        var named: Value?
        if current == "(" {
            guard let end = scalars[at...].firstIndex(of: ")") else { throw broken }
            guard case .dictionary(let mapping) = values else {
                throw TemplateError(.type, "this format needs a dictionary, and is given \(values.kind)")
            }
            let name = String(scalars: scalars[(at + 1)..<end])
            guard let value = mapping.value(named: name) else {
                throw TemplateError(.value, "the format's '\(name)' is not given")
            }
            (named, at) = (value, end + 1)
        }
        var spec = NumberSpec()
        while let flag = current, "-+ #0".unicodeScalars.contains(flag) {
            switch flag {
            case "-": spec.isLeft = true
            case "+": spec.sign = "+"
            case " ": if spec.sign != "+" { spec.sign = " " }
            case "#": spec.isAlternate = true
            default: spec.isZeroFilled = true
            }
            at += 1
        }
        spec.width = try count() ?? 0
        if spec.width < 0 {
            (spec.isLeft, spec.width) = (true, spec.width == .min ? .max : -spec.width)
        }
        if current == "." {
            at += 1
            spec.precision = max(0, try count() ?? 0)
        }
        while let letter = current, letter == "l" || letter == "h" || letter == "L" { at += 1 }
        guard let letter = current else { throw broken }
        at += 1
        try run.willMake(bytes: max(spec.width, spec.precision ?? 0))
        if letter == "%" {
            out += "%"
            return named != nil
        }
        let value = if let named { named } else { try next() }
        out += try spec.padded(
            try converted(value, letter, spec),
            isNumber: !"sracd".unicodeScalars.contains(letter) || letter == "d")
        return named != nil
    }

    private var broken: TemplateError { TemplateError(.value, "the format ends within a '%'") }

    /// A number in the format, or `*`: the next value.
    private mutating func count() throws(TemplateError) -> Int? {
        if current == "*" {
            at += 1
            return try next().whole("'*' of a format")
        }
        let start = at
        while let digit = current, digit.isDigit { at += 1 }
        guard at > start else { return nil }
        guard let number = Int(String(scalars: scalars[start..<at])) else {
            throw Arithmetic.outOfRange
        }
        return number
    }

    private mutating func next() throws(TemplateError) -> Value {
        defer { used += 1 }
        if case .tuple(let items) = values {
            guard used < items.values.count else {
                throw TemplateError(.type, "the format takes more values than are given")
            }
            return items.values[used]
        }
        guard used == 0 else {
            throw TemplateError(.type, "the format takes more values than are given")
        }
        return values
    }

    private func converted(_ value: Value, _ letter: Unicode.Scalar, _ spec: NumberSpec)
        throws(TemplateError) -> String
    {
        if case .undefined(let undefined) = value, !undefined.isLenient { throw undefined.error }
        switch letter {
        case "s", "r", "a":
            var text = letter == "s" ? try value.printed(run) : try value.representation(run)
            if isMarkup { text = letter == "s" ? try value.asMarkup(run) : Escaping.escaped(text) }
            return spec.precision.map { String(scalars: text.unicodeScalars.prefix($0)) } ?? text
        case "c":
            if let text = value.text {
                guard text.scalarCount == 1 else { throw TemplateError(.type, "%c takes one character") }
                return isMarkup ? try value.asMarkup(run) : text
            }
            guard let code = value.wholeNumber,
                let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init)
            else {
                throw TemplateError(.type, "%c takes a character or its number")
            }
            return isMarkup ? Escaping.escaped(String(scalar)) : String(scalar)
        case "d", "i", "u":
            let number: Int
            if let whole = value.wholeNumber {
                number = whole
            } else if case .number(let float) = value {
                guard let whole = Int(exactly: float.rounded(.towardZero)) else {
                    throw Arithmetic.outOfRange
                }
                number = whole
            } else {
                throw TemplateError(.type, "%\(letter) takes a number, and this is \(value.kind)")
            }
            return spec.signed(number < 0, spec.digits(number.magnitude, radix: 10))
        case "o", "x", "X":
            guard let number = value.wholeNumber else {
                throw TemplateError(.type, "%\(letter) takes a whole number, and this is \(value.kind)")
            }
            let radix = letter == "o" ? 8 : 16
            let digits = spec.digits(number.magnitude, radix: radix)
            let prefix = spec.isAlternate ? "0" + String(letter) : ""
            return spec.signed(number < 0, letter == "X" ? digits.uppercased() : digits, prefix: prefix)
        case "e", "E", "f", "F", "g", "G":
            guard let number = value.float else {
                throw TemplateError(.type, "%\(letter) takes a number, and this is \(value.kind)")
            }
            return spec.float(number, letter, precision: spec.precision ?? 6)
        default: throw TemplateError(.value, "a format has no '%\(letter)'")
        }
    }
}
