/// What stands between `{{` and `}}`, and between `{%` and `%}`.
extension Lexer {
    private static let pairs = ["//", "**", "==", "!=", ">=", "<="]
    private static let closing: [Unicode.Scalar: Unicode.Scalar] = ["{": "}", "(": ")", "[": "]"]

    /// False when something cannot be read.
    mutating func inside(isBlock: Bool) -> Bool {
        var open: [Unicode.Scalar] = []
        while true {
            advance(to: behindSpace(at))
            guard at < scalars.count else {
                add(.end)
                return false
            }
            if open.isEmpty, endTag(isBlock: isBlock) { return true }
            guard number(), name() else { return false }
            if isWordEaten { continue }
            let scalar = scalars[at]
            if scalar == "'" || scalar == "\"" {
                guard string(scalar) else { return false }
            } else {
                guard sign(&open) else { return false }
            }
        }
    }

    private mutating func endTag(isBlock: Bool) -> Bool {
        let end = isBlock ? "%}" : "}}"
        let dash = scalars[at] == "-" || (isBlock && scalars[at] == "+")
        guard signs(end, at: dash ? at + 1 : at) else { return false }
        let sign = scalars[at]
        add(isBlock ? .blockEnd : .variableEnd)
        leaveTag(closing: at + (dash ? 3 : 2), sign: dash ? sign : " ", trims: isBlock)
        return true
    }

    /// The last token ends right here: a number or name was just read.
    private var isWordEaten: Bool { eaten == at }

    private mutating func name() -> Bool {
        guard eaten != at, at < scalars.count, scalars[at].isWord else { return true }
        let start = at
        let place = place
        var end = at
        while end < scalars.count, scalars[end].isWord { end += 1 }
        let text = String(scalars: scalars[start..<end])
        guard let first = scalars[start...].first, first == "_" || first.properties.isXIDStart,
            scalars[start..<end].allSatisfy(\.properties.isXIDContinue)
        else { return fail("'\(text)' is no name", at: place) }
        add(.name, text)
        advance(to: end)
        eaten = at
        return true
    }

    private mutating func number() -> Bool {
        eaten = -1
        guard scalars[at].isDigit else { return true }
        let place = place
        let (integerEnd, floatEnd) = (
            integerEnd(at), at > 0 && scalars[at - 1] == "." ? at : floatEnd(at)
        )
        if floatEnd > at {
            let digits = String(scalars: scalars[at..<floatEnd].filter { $0 != "_" })
            guard let value = Double(digits) else { return fail("'\(digits)' is no number", at: place) }
            tokens.append(Token(kind: .float, text: digits, place: place, float: value))
            advance(to: floatEnd)
        } else {
            let digits = String(scalars: scalars[at..<integerEnd])
            guard let value = NumberReading.whole(digits, base: 0) else {
                return fail("\(digits) is out of range: whole numbers have 64 bits", at: place)
            }
            tokens.append(Token(kind: .integer, text: digits, place: place, integer: value))
            advance(to: integerEnd)
        }
        eaten = at
        return true
    }

    private func integerEnd(_ start: Int) -> Int {
        func run(_ from: Int, _ allowed: (Unicode.Scalar) -> Bool) -> Int {
            var end = from
            while end < scalars.count {
                let next = scalars[end] == "_" ? end + 1 : end
                guard next < scalars.count, allowed(scalars[next]) else { break }
                end = next + 1
            }
            return end
        }
        if scalars[start] == "0", start + 1 < scalars.count {
            let prefixed: Int
            switch scalars[start + 1] {
            case "x", "X": prefixed = run(start + 2) { $0.properties.isASCIIHexDigit }
            case "o", "O": prefixed = run(start + 2) { ("0"..."7").contains($0) }
            case "b", "B": prefixed = run(start + 2) { ("0"..."1").contains($0) }
            default: prefixed = start + 2
            }
            return prefixed > start + 2 ? prefixed : run(start) { $0 == "0" }
        }
        return run(start, \.isDigit)
    }

    /// Behind a number with a fraction or an exponent; `start` when it has neither.
    private func floatEnd(_ start: Int) -> Int {
        func digits(_ from: Int) -> Int {
            var end = from
            while end < scalars.count,
                scalars[end].isDigit || (scalars[end] == "_" && end > from && scalars[end - 1].isDigit)
            {
                end += 1
            }
            return end > from && scalars[end - 1] == "_" ? end - 1 : end
        }
        let whole = digits(start)
        var end = whole
        if end < scalars.count, scalars[end] == "." {
            let fraction = digits(end + 1)
            if fraction > end + 1 { end = fraction }
        }
        if end < scalars.count, scalars[end] == "e" || scalars[end] == "E" {
            let signed = end + 1 < scalars.count && (scalars[end + 1] == "+" || scalars[end + 1] == "-")
            let exponent = digits(end + (signed ? 2 : 1))
            if exponent > end + (signed ? 2 : 1) { return exponent }
        }
        return end > whole ? end : start
    }

    private mutating func sign(_ open: inout [Unicode.Scalar]) -> Bool {
        let scalar = scalars[at]
        if let pair = Self.pairs.first(where: { signs($0, at: at) }) {
            add(.sign, pair)
            advance(to: at + 2)
            return true
        }
        guard "+-/*%~[](){}><=.:|,;".unicodeScalars.contains(scalar) else {
            return fail("'\(String(scalar))' cannot stand here")
        }
        if let closing = Self.closing[scalar] {
            open.append(closing)
        } else if scalar == "}" || scalar == ")" || scalar == "]" {
            guard let expected = open.popLast() else { return fail("unexpected '\(String(scalar))'") }
            guard expected == scalar else {
                return fail("unexpected '\(String(scalar))': '\(String(expected))' is expected")
            }
        }
        add(.sign, String(scalar))
        advance(to: at + 1)
        return true
    }

    private mutating func string(_ quote: Unicode.Scalar) -> Bool {
        let place = place
        var (end, text) = (at + 1, String.UnicodeScalarView())
        while end < scalars.count, scalars[end] != quote {
            guard scalars[end] == "\\" else {
                text.append(scalars[end])
                end += 1
                continue
            }
            guard end + 1 < scalars.count else { break }
            guard let (escaped, next) = escape(end + 1) else {
                return fail("an escape in this text cannot be read", at: place)
            }
            text.append(contentsOf: escaped)
            end = next
        }
        guard end < scalars.count else {
            return fail("this text has no end: \(String(quote)) is missing", at: place)
        }
        add(.string, String(text))
        advance(to: end + 1)
        return true
    }

    /// What stands behind a backslash, as Python reads it; nil when it cannot be read.
    private func escape(_ start: Int) -> (scalars: [Unicode.Scalar], next: Int)? {
        func hexadecimal(_ count: Int) -> (scalars: [Unicode.Scalar], next: Int)? {
            let digits = scalars[min(start + 1, scalars.count)...].prefix(count)
            guard digits.count == count, digits.allSatisfy(\.properties.isASCIIHexDigit),
                let value = UInt32(String(scalars: digits), radix: 16), let scalar = Unicode.Scalar(value)
            else { return nil }
            return ([scalar], start + 1 + count)
        }
        switch scalars[start] {
        case "\n": return ([], start + 1)
        case "\\", "'", "\"": return ([scalars[start]], start + 1)
        case "n": return (["\n"], start + 1)
        case "r": return (["\r"], start + 1)
        case "t": return (["\t"], start + 1)
        case "a": return (["\u{7}"], start + 1)
        case "b": return (["\u{8}"], start + 1)
        case "f": return (["\u{C}"], start + 1)
        case "v": return (["\u{B}"], start + 1)
        case "x": return hexadecimal(2)
        case "u": return hexadecimal(4)
        case "U": return hexadecimal(8)
        case "N": return nil
        case "0"..."7":
            let digits = scalars[start...].prefix(3).prefix { ("0"..."7").contains($0) }
            guard let value = UInt32(String(scalars: digits), radix: 8),
                let scalar = Unicode.Scalar(value)
            else {
                return nil
            }
            return ([scalar], start + digits.count)
        default: return (["\\", scalars[start]], start + 1)
        }
    }
}
