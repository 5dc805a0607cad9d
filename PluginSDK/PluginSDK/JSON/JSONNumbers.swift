extension JSONReader {
    /// The number at the place. Whole ones that fit are integers, in whatever way they are written.
    mutating func number() throws(JSONFault) -> JSONValue {
        let start = at
        let isNegative = next == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var digits = Digits()
        let whole = readDigits(into: &digits)
        guard whole.count > 0, whole.count == 1 || bytes[whole.lowerBound] != UInt8(ascii: "0") else {
            at = start
            throw wrong("a value is expected")
        }
        var exponent = 0
        var hasFraction = false
        if next == UInt8(ascii: ".") {
            at += 1
            hasFraction = true
            let fraction = readDigits(into: &digits)
            guard fraction.count > 0 else { throw wrong("digits are expected behind the point") }
            exponent = -fraction.count
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            hasFraction = true
            exponent += try readExponent()
        }
        if let magnitude = digits.whole(timesTenTo: exponent), let value = Self.signed(magnitude, isNegative) {
            return .integer(value)
        }
        guard let value = digits.exact(timesTenTo: exponent) ?? parsed(start) else {
            throw JSONFault(sentence: "a number that is too big", offset: start)
        }
        // Below 2^53 a double that is whole stands for a whole number, be it rounded: 1.0000000000000001 is 1.
        if hasFraction, value < 0x1p53, let whole = Int(exactly: value) { return .integer(isNegative ? -whole : whole) }
        return .number(isNegative ? -value : value)
    }

    private static func signed(_ magnitude: UInt64, _ isNegative: Bool) -> Int? {
        if !isNegative { return Int(exactly: magnitude) }
        return magnitude == Int.min.magnitude ? Int.min : Int(exactly: magnitude).map { -$0 }
    }

    /// Where the digits lie that were passed over.
    private mutating func readDigits(into digits: inout Digits) -> Range<Int> {
        let start = at
        while let byte = next, byte &- 0x30 < 10 {
            digits.append(byte &- 0x30)
            at += 1
        }
        return start..<at
    }

    /// The exponent behind its letter. Beyond a billion it stays that: no document is long enough to make up for it.
    private mutating func readExponent() throws(JSONFault) -> Int {
        at += 1
        let isNegative = next == UInt8(ascii: "-")
        if isNegative || next == UInt8(ascii: "+") { at += 1 }
        let start = at
        var exponent = 0
        while let byte = next, byte &- 0x30 < 10 {
            exponent = min(exponent * 10 + Int(byte &- 0x30), 1_000_000_000)
            at += 1
        }
        guard at > start else { throw wrong("the digits of an exponent are expected") }
        return isNegative ? -exponent : exponent
    }

    /// What the standard library makes of the number from `start` to the place, without its sign; nil when it is too
    /// big.
    private func parsed(_ start: Int) -> Double? {
        let text = bytes[start..<at].drop { $0 == UInt8(ascii: "-") }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }
}

/// The digits of a number without their leading zeros, as far as 64 bits hold them.
private struct Digits {
    private var value: UInt64 = 0
    private var isTooLong = false

    private static let powers: [UInt64] = (0..<20).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power &* 10 }
    }

    mutating func append(_ digit: UInt8) {
        let (tenfold, isLost) = value.multipliedReportingOverflow(by: 10)
        let (sum, isOver) = tenfold.addingReportingOverflow(UInt64(digit))
        value = sum
        if isLost || isOver { isTooLong = true }
    }

    /// The digits times a power of ten; nil when that is not whole, or does not fit.
    func whole(timesTenTo exponent: Int) -> UInt64? {
        guard !isTooLong else { return nil }
        if exponent == 0 || value == 0 { return value }
        if exponent > 0 {
            guard exponent < Self.powers.count else { return nil }
            let (product, isLost) = value.multipliedReportingOverflow(by: Self.powers[exponent])
            return isLost ? nil : product
        }
        guard exponent > -Self.powers.count else { return nil }
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: Self.powers[-exponent])
        return rest == 0 ? quotient : nil
    }

    /// The same as the nearest double where one operation on two exact doubles gives it (W. Clinger, "How to read
    /// floating point numbers accurately", 1990); nil elsewhere.
    func exact(timesTenTo exponent: Int) -> Double? {
        guard !isTooLong, value < 1 << 53, abs(exponent) < Self.powers.count else { return nil }
        let power = Double(Self.powers[abs(exponent)])
        return exponent < 0 ? Double(value) / power : Double(value) * power
    }
}
