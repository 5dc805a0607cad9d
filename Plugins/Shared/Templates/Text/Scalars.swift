extension Unicode.Scalar {
    /// Python's white space: also the four separators below the space, and the line and paragraph separators.
    var isSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
            0x205F, 0x3000:
            true
        default: false
        }
    }

    /// Where Python's `splitlines` breaks.
    var isLineBreak: Bool {
        switch value {
        case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    var isDigit: Bool { value >= 0x30 && value <= 0x39 }

    /// A letter, digit or underscore, as `\w` of Python's expressions.
    var isWord: Bool {
        if value < 0x80 {
            return isDigit || value == 0x5F || (value | 0x20) >= 0x61 && (value | 0x20) <= 0x7A
        }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber,
            .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }

    var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}

extension [Unicode.Scalar] {
    init(_ text: String) { self = Array(text.unicodeScalars) }
}

extension String {
    init(scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }

    /// Scalars, which Python counts as characters.
    var scalarCount: Int { unicodeScalars.count }

    /// The scalar at a place, counted from the end when negative; nil outside.
    func scalar(at index: Int) -> Unicode.Scalar? {
        let scalars = unicodeScalars
        let (start, limit) = index < 0 ? (scalars.endIndex, scalars.startIndex) : (scalars.startIndex, scalars.endIndex)
        guard let place = scalars.index(start, offsetBy: index, limitedBy: limit), place < scalars.endIndex
        else { return nil }
        return scalars[place]
    }

    /// `lower()` of Python, without its rule for a final sigma.
    var lowered: String {
        isASCII
            ? lowercased()
            : String(scalars: unicodeScalars.flatMap { $0.properties.lowercaseMapping.unicodeScalars })
    }

    var raised: String {
        isASCII
            ? uppercased()
            : String(scalars: unicodeScalars.flatMap { $0.properties.uppercaseMapping.unicodeScalars })
    }

    private var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

    /// Without white space at both ends, or without the characters of a set.
    func stripped(_ set: String? = nil, start: Bool = true, end: Bool = true) -> String {
        let set = set.map { Set($0.unicodeScalars) }
        let goes = { (scalar: Unicode.Scalar) in set?.contains(scalar) ?? scalar.isSpace }
        var rest = unicodeScalars[...]
        if start { while let first = rest.first, goes(first) { rest.removeFirst() } }
        if end { while let last = rest.last, goes(last) { rest.removeLast() } }
        return String(rest)
    }

    /// Lines as Python's `splitlines` cuts them.
    func lines(keepingEnds: Bool = false) -> [String] {
        var lines: [String] = []
        var line = UnicodeScalarView()
        var scalars = unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            guard scalar.isLineBreak else {
                line.append(scalar)
                continue
            }
            if keepingEnds { line.append(scalar) }
            if scalar == "\r", let follower = next, follower == "\n" {
                if keepingEnds { line.append(follower) }
                next = scalars.next()
            }
            lines.append(String(line))
            line = UnicodeScalarView()
        }
        if !line.isEmpty { lines.append(String(line)) }
        return lines
    }

    /// Cut at white space.
    func words(most: Int = -1) -> [String] {
        var words: [String] = []
        var rest = unicodeScalars[...]
        while true {
            rest = rest.drop { $0.isSpace }
            if rest.isEmpty { return words }
            if words.count == most {
                words.append(String(rest))
                return words
            }
            let word = rest.prefix { !$0.isSpace }
            words.append(String(word))
            rest = rest[word.endIndex...]
        }
    }
}
