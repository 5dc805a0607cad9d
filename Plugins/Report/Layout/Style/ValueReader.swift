import ReportMarkup
import ReportScene

/// Why a value cannot be read: the end of a sentence that begins with its place.
struct ValueProblem: Error, Equatable {
    var message: String
}

/// Reads the values of attributes and of themes: numbers, lengths, colours, names. `$name` stands for one of the theme.
struct ValueReader {
    /// No length of a report is greater: sums of many stay exact, and no number can run away.
    static let greatestLength = 20_000.0

    private let theme: Theme
    /// Whether problems repeat values. Those of a theme are its author's; those of markup may be somebody's name, and
    /// problems reach logs: there the place says which value is meant.
    private let repeatsValues: Bool

    init(_ theme: Theme, repeatsValues: Bool) {
        self.theme = theme
        self.repeatsValues = repeatsValues
    }

    /// Any number that is not infinite.
    func number(_ text: String) -> Result<Double, ValueProblem> {
        if text.utf8.first == UInt8(ascii: "$") {
            let name = String(text.dropFirst())
            if let number = theme.numbers[name] { return .success(number) }
            return .failure(
                ValueProblem(
                    message: "the theme has no \(missing("number", name, among: theme.numbers.keys))"))
        }
        guard let number = Self.plainNumber(text) else {
            return .failure(ValueProblem(message: "\(quoted(text)) is no number"))
        }
        return .success(number)
    }

    /// Pixels, 0 or more.
    func length(_ text: String) -> Result<Double, ValueProblem> {
        number(text).flatMap { number in
            (0...Self.greatestLength).contains(number)
                ? .success(number)
                : .failure(
                    ValueProblem(message: "\(quoted(text)) is not within 0 to \(Int(Self.greatestLength)) pixels"))
        }
    }

    func number(_ text: String, within range: ClosedRange<Double>) -> Result<Double, ValueProblem> {
        number(text).flatMap { number in
            range.contains(number)
                ? .success(number)
                : .failure(
                    ValueProblem(
                        message: "\(quoted(text)) is not within \(Self.plain(range.lowerBound)) to "
                            + Self.plain(range.upperBound)))
        }
    }

    func integer(_ text: String, within range: ClosedRange<Int>) -> Result<Int, ValueProblem> {
        number(text).flatMap { number in
            guard let integer = Int(exactly: number), range.contains(integer) else {
                return .failure(
                    ValueProblem(
                        message: "\(quoted(text)) is no whole number within \(range.lowerBound) to "
                            + "\(range.upperBound)"))
            }
            return .success(integer)
        }
    }

    /// `120`, `50%` or `auto`, which is nil.
    func extent(_ text: String) -> Result<Extent?, ValueProblem> {
        if text == "auto" { return .success(nil) }
        guard text.utf8.last == UInt8(ascii: "%") else { return length(text).map { .pixels($0) } }
        return number(String(text.dropLast()), within: 0...100).map { .share($0 / 100) }
    }

    /// Pixels or `auto`, which is nil.
    func height(_ text: String) -> Result<Double?, ValueProblem> {
        if text == "auto" { return .success(nil) }
        if text.utf8.last == UInt8(ascii: "%") {
            return .failure(
                ValueProblem(message: "heights are pixels; use grow to fill what is free"))
        }
        return length(text).map { $0 }
    }

    func fontSize(_ text: String) -> Result<Double, ValueProblem> { number(text, within: 1...400) }

    /// One number for all edges; two: top and bottom, left and right; four: top, right, bottom, left.
    func insets(_ text: String) -> Result<Insets, ValueProblem> {
        var numbers: [Double] = []
        for part in text.split(separator: " ") {
            switch length(String(part)) {
            case .success(let number): numbers.append(number)
            case .failure(let problem): return .failure(problem)
            }
        }
        switch numbers.count {
        case 1: return .success(Insets(all: numbers[0]))
        case 2: return .success(Insets(top: numbers[0], right: numbers[1], bottom: numbers[0], left: numbers[1]))
        case 4: return .success(Insets(top: numbers[0], right: numbers[1], bottom: numbers[2], left: numbers[3]))
        default:
            return .failure(
                ValueProblem(message: "\(quoted(text)) has \(numbers.count) numbers; write 1, 2 or 4 of them"))
        }
    }

    /// `#2b5fd9`, `white`, `$primary`, or one of them with an opacity in percent: `$primary/12`.
    func color(_ text: String) -> Result<Color, ValueProblem> {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        var color: Color
        if name.utf8.first == UInt8(ascii: "$") {
            guard let known = theme.palette[String(name.dropFirst())] else {
                return .failure(
                    ValueProblem(
                        message: "the palette has no "
                            + missing("colour", String(name.dropFirst()), among: theme.palette.keys)))
            }
            color = known
        } else if let known = Color(name) {
            color = known
        } else {
            return .failure(
                ValueProblem(
                    message: "\(quoted(text)) is no colour; write \"#2b5fd9\" or \"$name\" of the palette"))
        }
        if parts.count == 2 {
            switch number(String(parts[1]), within: 0...100) {
            case .success(let percent): color.alpha *= percent / 100
            case .failure(let problem): return .failure(problem)
            }
        }
        return .success(color)
    }

    func color(orNone text: String) -> Result<Color?, ValueProblem> {
        text == "none" ? .success(nil) : color(text).map { $0 }
    }

    /// A colour, `none`, or `linear(135, $one, $two)`: degrees clockwise, 0 upwards, as in CSS.
    func ground(_ text: String) -> Result<Ground?, ValueProblem> {
        guard text.hasPrefix("linear(") else { return color(orNone: text).map { $0.map(Ground.solid) } }
        guard text.hasSuffix(")") else {
            return .failure(ValueProblem(message: "\(quoted(text)) has no closing bracket"))
        }
        let parts = text.dropFirst(7).dropLast().split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard (3...9).contains(parts.count) else {
            return .failure(
                ValueProblem(message: "\(quoted(text)) needs an angle and 2 to 8 colours: linear(135, $one, $two)")
            )
        }
        return number(parts[0], within: -360...360).flatMap { angle in
            var colors: [Color] = []
            for part in parts.dropFirst() {
                switch color(part) {
                case .success(let color): colors.append(color)
                case .failure(let problem): return .failure(problem)
                }
            }
            return .success(.linear(degrees: angle, colors))
        }
    }

    /// `none`, or offset right, offset down, blur and colour: `0 2 8 #00000020`.
    func shadow(_ text: String) -> Result<Shadow?, ValueProblem> {
        if text == "none" { return .success(nil) }
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 4 else {
            return .failure(ValueProblem(message: "\(quoted(text)) is no shadow; write \"0 2 8 #00000020\""))
        }
        return number(parts[0], within: -100...100).flatMap { right in
            number(parts[1], within: -100...100).flatMap { down in
                number(parts[2], within: 0...100).flatMap { blur in
                    color(parts[3]).map { Shadow(offset: Point(x: right, y: down), blur: blur, color: $0) }
                }
            }
        }
    }

    /// The name of a font of the theme, or without such names a family.
    func font(_ text: String) -> Result<String, ValueProblem> {
        if let family = theme.fonts[text] { return .success(family) }
        if theme.fonts.isEmpty, !text.isEmpty { return .success(text) }
        return .failure(
            ValueProblem(message: "the theme has no \(missing("font", text, among: theme.fonts.keys))"))
    }

    func flag(_ text: String) -> Result<Bool, ValueProblem> {
        switch text {
        case "true": .success(true)
        case "false": .success(false)
        default: .failure(ValueProblem(message: "\(quoted(text)) is neither true nor false"))
        }
    }

    func word<Word: RawRepresentable & CaseIterable>(_ text: String, _ words: Word.Type) -> Result<Word, ValueProblem>
    where Word.RawValue == String {
        if let word = Word(rawValue: text) { return .success(word) }
        return .failure(
            ValueProblem(
                message: "\(quoted(text)) is unknown"
                    + NearMiss.suggestion(for: text, among: Word.allCases.map(\.rawValue))))
    }

    /// A name for the end of "there is no", with the name that was probably meant.
    func missing(_ kind: String, _ name: String, among names: some Collection<String>) -> String {
        let suggestion = NearMiss.suggestion(for: name, among: Array(names))
        return repeatsValues ? "\(kind) \(quoted(name))\(suggestion)" : "such \(kind)\(suggestion)"
    }

    /// The value for a sentence: cut, because it may be long.
    private func quoted(_ text: String) -> String {
        guard repeatsValues else { return "the value" }
        return text.utf8.count <= 40 ? "\"\(text)\"" : "\"\(text.prefix(36))…\""
    }

    static func plain(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    /// Digits with a sign, a point and an exponent; no `nan`, no hexadecimals.
    static func plainNumber(_ text: String) -> Double? {
        var utf8 = text.utf8[...]
        let isNegative = utf8.first == UInt8(ascii: "-")
        if isNegative { utf8 = utf8.dropFirst() }
        // Most numbers are short and whole.
        if (1...9).contains(utf8.count), utf8.allSatisfy({ (48...57).contains($0) }) {
            let whole = utf8.reduce(0) { $0 * 10 + Int($1) - 48 }
            return Double(isNegative ? -whole : whole)
        }
        guard utf8.count <= 40, let first = utf8.first, (48...57).contains(first),
            utf8.allSatisfy({ (48...57).contains($0) || [0x2E, 0x65, 0x45, 0x2B, 0x2D].contains($0) }),
            let number = Double(text), number.isFinite
        else { return nil }
        return number
    }
}
