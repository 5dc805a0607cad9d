/// Takes a JSON number byte by byte: `-12.5e+3`, with no leading zero and no bare point.
struct NumberScanner {
    private enum State {
        case start, minus, zero, digits, point, fraction, exponent, exponentSign, exponentDigits
    }

    private var state = State.start

    /// False for a byte that cannot go on with the number.
    mutating func take(_ byte: UInt8) -> Bool {
        guard let next = next(byte) else { return false }
        state = next
        return true
    }

    private func next(_ byte: UInt8) -> State? {
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        switch (state, byte) {
        case (.start, UInt8(ascii: "-")): return .minus
        case (.start, UInt8(ascii: "0")), (.minus, UInt8(ascii: "0")): return .zero
        case (.start, _) where isDigit, (.minus, _) where isDigit, (.digits, _) where isDigit: return .digits
        case (.zero, UInt8(ascii: ".")), (.digits, UInt8(ascii: ".")): return .point
        case (.point, _) where isDigit, (.fraction, _) where isDigit: return .fraction
        case (.zero, 0x45), (.zero, 0x65), (.digits, 0x45), (.digits, 0x65), (.fraction, 0x45), (.fraction, 0x65):
            return .exponent
        case (.exponent, UInt8(ascii: "+")), (.exponent, UInt8(ascii: "-")): return .exponentSign
        case (.exponent, _) where isDigit, (.exponentSign, _) where isDigit, (.exponentDigits, _) where isDigit:
            return .exponentDigits
        default: return nil
        }
    }

    /// What was taken is a number.
    var isWhole: Bool {
        switch state {
        case .zero, .digits, .fraction, .exponentDigits: true
        default: false
        }
    }

    /// Without a fraction and an exponent.
    var isInteger: Bool {
        switch state {
        case .zero, .digits: true
        default: false
        }
    }
}
