/// A time of ISO 8601 as the clocks of a place have it.
enum LocalTime {
    /// `2026-11-14T23:30:00Z` is `2026-11-15T08:30:00` where clocks are 540 minutes ahead of UTC. What says no zone is
    /// taken for the place's own time, and comes back as it is, as what is no time does.
    ///
    /// - Parameter utcOffset: minutes that the place's clocks are ahead.
    static func text(_ time: String, utcOffset: Int) -> String {
        let bytes = Array(time.utf8.prefix(40))
        guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), let day = CalendarDay(time),
            let hour = number(bytes[11..<13]), hour < 24, let minute = number(bytes[14..<16]), minute < 60,
            let zone = zone(bytes[16...])
        else { return time }
        // What is left is seconds, where they are said; a zone is of whole minutes.
        let left = bytes[16...].prefix { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || isDigit($0) }
        let shift = utcOffset &- zone
        let (days, minutes) = (hour * 60 + minute + shift).quotientAndRemainder(dividingBy: 1440)
        let whole = minutes < 0 ? (days &- 1, minutes &+ 1440) : (days, minutes)
        let seconds = day.secondsSince1970 &+ Int64(whole.0) &* 86_400
        return "\(CalendarDay(seconds: seconds).text)T\(two(whole.1 / 60)):\(two(whole.1 % 60))"
            + String(decoding: left, as: UTF8.self)
    }

    /// Minutes ahead of UTC that an end says: `Z`, `+09:00`, `+0900`, `+09`; nil where it says none.
    private static func zone(_ end: ArraySlice<UInt8>) -> Int? {
        let zone = end.drop { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || isDigit($0) }
        if zone.elementsEqual("Z".utf8) || zone.elementsEqual("z".utf8) { return 0 }
        guard let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        let digits = zone.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 2 || digits.count == 4, let hours = number(digits[..<2]), hours < 24 else { return nil }
        guard let minutes = digits.count == 4 ? number(digits[2...]) : 0, minutes < 60 else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Of at most four digits.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...4).contains(digits.count), digits.allSatisfy(isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
