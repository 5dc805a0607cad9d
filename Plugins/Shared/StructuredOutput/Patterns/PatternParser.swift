/// Reads a pattern.
struct PatternParser {
    private static let mostDepth = 30
    /// Of `{n,m}`: what is repeated is written out that often.
    private static let mostRepeats = 1_000

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0

    init(_ source: String) { scalars = Array(source.unicodeScalars) }

    mutating func parse() throws(PatternFault) -> PatternNode {
        let node = try choice()
        guard index == scalars.count else { throw fault("has a ) without its (") }
        return node
    }

    private mutating func choice() throws(PatternFault) -> PatternNode {
        var nodes = [try sequence()]
        while peek == "|" {
            index += 1
            nodes.append(try sequence())
        }
        return nodes.count == 1 ? nodes[0] : .choice(nodes)
    }

    private mutating func sequence() throws(PatternFault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            let node = try atom()
            nodes.append(try quantified(node))
        }
        return nodes.isEmpty ? .empty : .sequence(nodes)
    }

    private mutating func atom() throws(PatternFault) -> PatternNode {
        let scalar = try next()
        switch scalar {
        case "(": return try group()
        case "[": return .scalar(try characterClass())
        case ".": return .scalar(.any)
        case "^": return .atStart
        case "$": return .atEnd
        case "\\": return .scalar(try escape())
        case "*", "+", "?": throw fault("repeats nothing")
        case "{", "}", "]": throw fault("has a bracket that needs a \\ before it")
        default: return .scalar(.one(scalar))
        }
    }

    private mutating func group() throws(PatternFault) -> PatternNode {
        guard depth < Self.mostDepth else { throw fault("nests groups too deep") }
        if peek == "?" {
            guard index + 1 < scalars.count, scalars[index + 1] == ":" else {
                throw fault("has a group that is not known here; ( ) and (?: ) are")
            }
            index += 2
        }
        depth += 1
        let node = try choice()
        depth -= 1
        guard try next() == ")" else { throw fault("has a ( without its )") }
        return node
    }

    private mutating func quantified(_ node: PatternNode) throws(PatternFault) -> PatternNode {
        var range: (least: Int, most: Int?)
        switch peek {
        case "*": range = (0, nil)
        case "+": range = (1, nil)
        case "?": range = (0, 1)
        case "{": range = try counts()
        default: return node
        }
        index += 1
        if peek == "?" { index += 1 }  // Lazy: it makes no difference to whether there is a match.
        if let next = peek, "*+?{".unicodeScalars.contains(next) { throw fault("repeats a repetition") }
        return .repeated(node, least: range.least, most: range.most)
    }

    /// Leaves the closing brace to be taken.
    private mutating func counts() throws(PatternFault) -> (least: Int, most: Int?) {
        index += 1
        let least = try count()
        var most: Int? = least
        if peek == "," {
            index += 1
            most = peek == "}" ? nil : try count()
        }
        guard peek == "}", least <= most ?? least else { throw fault("has a repetition that is no {n}, {n,} or {n,m}") }
        return (least, most)
    }

    private mutating func count() throws(PatternFault) -> Int {
        var digits = ""
        while let scalar = peek, ("0"..."9").contains(scalar) {
            digits.unicodeScalars.append(scalar)
            index += 1
        }
        guard let count = Int(digits), count <= Self.mostRepeats else {
            throw fault("needs whole numbers up to \(Self.mostRepeats) in a repetition")
        }
        return count
    }

    private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func next() throws(PatternFault) -> Unicode.Scalar {
        guard let scalar = peek else { throw fault("ends too early") }
        index += 1
        return scalar
    }

    private func fault(_ what: String) -> PatternFault {
        PatternFault(message: "the pattern \(what) (character \(index))")
    }
}

// MARK: - Classes and escapes

extension PatternParser {
    private mutating func characterClass() throws(PatternFault) -> ScalarSet {
        var ranges: [ClosedRange<UInt32>] = []
        let isInverted = peek == "^"
        if isInverted { index += 1 }
        while true {
            var scalar = try next()
            if scalar == "]" { break }
            if scalar == "\\" {
                let set = try escape()
                guard set.ranges.count == 1, !set.isInverted, let only = set.ranges.first, only.count == 1,
                    let single = Unicode.Scalar(only.lowerBound)
                else {
                    ranges += set.positive
                    continue
                }
                scalar = single
            }
            guard peek == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
                ranges.append(scalar.value...scalar.value)
                continue
            }
            index += 1
            var last = try next()
            if last == "\\" {
                guard let end = try escape().ranges.first, end.count == 1, let single = Unicode.Scalar(end.lowerBound)
                else { throw fault("has a range that ends with a class") }
                last = single
            }
            guard scalar <= last else { throw fault("has a range whose end comes before its start") }
            ranges.append(scalar.value...last.value)
        }
        return ScalarSet(ranges: ranges, isInverted: isInverted)
    }

    private mutating func escape() throws(PatternFault) -> ScalarSet {
        let scalar = try next()
        if let set = ScalarSet.named(scalar) { return set }
        if let lower = Self.lower(scalar), let set = ScalarSet.named(lower) { return set.inverted }
        switch scalar {
        case "n": return .one("\n")
        case "r": return .one("\r")
        case "t": return .one("\t")
        case "f": return .one("\u{0C}")
        case "v": return .one("\u{0B}")
        case "u": return .one(try hexadecimal(4))
        case "x": return .one(try hexadecimal(2))
        case _ where Self.isLetterOrDigit(scalar):
            throw fault("has the escape \\\(scalar), which is not known here")
        default: return .one(scalar)
        }
    }

    private mutating func hexadecimal(_ count: Int) throws(PatternFault) -> Unicode.Scalar {
        var code: UInt32 = 0
        for _ in 0..<count {
            guard let digit = Character(try next()).hexDigitValue else { throw fault("needs \(count) digits 0-9, a-f") }
            code = code << 4 | UInt32(digit)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("names half a character") }
        return scalar
    }

    private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        ("A"..."Z").contains(scalar) ? Unicode.Scalar(scalar.value + 0x20) : nil
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}
