/// Reads a rule of POSIX `TZ` text: `std offset [dst [offset],start[/time],end[/time]]`.
struct ZoneRuleParser {
    private var rest: ArraySlice<UInt8>

    /// The rule, or nil when the text is none. Two shifts without their days are none either: RFC 8536 wants them said.
    static func parse(_ text: some Sequence<UInt8>) -> ZoneRule? {
        var parser = ZoneRuleParser(rest: ArraySlice(Array(text)))
        return parser.rule()
    }

    private mutating func rule() -> ZoneRule? {
        guard skipName(), let west = time(hours: 24) else { return nil }
        var rule = ZoneRule(offset: -west, shift: nil)
        if rest.isEmpty { return rule }
        guard skipName() else { return nil }
        var offset = rule.offset + 3_600
        if rest.first != UInt8(ascii: ",") {
            guard let west = time(hours: 24) else { return nil }
            offset = -west
        }
        guard let start = change(), let end = change(), rest.isEmpty else { return nil }
        rule.shift = ZoneRule.Shift(
            offset: offset, start: start.day, startTime: start.time, end: end.day, endTime: end.time)
        return rule
    }

    /// Three letters or more, or anything of letters, digits and signs in angle brackets.
    private mutating func skipName() -> Bool {
        if take("<") {
            let name = rest.prefix { Self.isLetter($0) || Self.isDigit($0) || $0 == 0x2B || $0 == 0x2D }
            rest = rest.dropFirst(name.count)
            return name.count >= 3 && take(">")
        }
        let name = rest.prefix(while: Self.isLetter)
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    private mutating func change() -> (day: ZoneRule.Day, time: Int64)? {
        guard take(","), let day = day() else { return nil }
        guard take("/") else { return (day, 7_200) }
        return time(hours: 167).map { (day, $0) }
    }

    private mutating func day() -> ZoneRule.Day? {
        if take("J") { return number(in: 1...365).map { .julian($0) } }
        guard take("M") else { return number(in: 0...365).map { .zeroBased($0) } }
        guard let month = number(in: 1...12), take("."), let week = number(in: 1...5), take("."),
            let day = number(in: 0...6)
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private mutating func time(hours most: Int) -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number(in: 0...most) else { return nil }
        var seconds = Int64(hours) * 3_600
        if take(":") {
            guard let minutes = number(in: 0...59) else { return nil }
            seconds += Int64(minutes) * 60
            if take(":") {
                guard let more = number(in: 0...59) else { return nil }
                seconds += Int64(more)
            }
        }
        return isNegative ? -seconds : seconds
    }

    private mutating func number(in range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix(while: Self.isDigit)
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return range.contains(value) ? value : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) && byte < 0x80 }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
