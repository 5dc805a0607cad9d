import Glibc

/// The header Retry-After (RFC 9110, section 10.2.3): seconds, or the date after which to come again.
enum RetryAfter {
    /// Nil when it is neither; a date that has passed is zero.
    ///
    /// - Parameter now: seconds since 1970-01-01T00:00:00Z.
    static func wait(_ value: String, now: Int64) -> Duration? {
        let text = value.utf8
        if !text.isEmpty, text.count <= 10, text.allSatisfy({ (0x30...0x39).contains($0) }) {
            return Int64(value).map { .seconds($0) }
        }
        return seconds(ofDate: value).map { .seconds(max(0, $0 &- now)) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` as seconds since 1970; the two older forms are as good as gone and not read.
    static func seconds(ofDate text: String) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0].utf8.count == 4, parts[0].hasSuffix(","), parts[5] == "GMT",
            let day = number(parts[1], digits: 2, in: 1...31), let month = months.firstIndex(of: parts[2]),
            let year = number(parts[3], digits: 4, in: 1970...9999)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard clock.count == 3, let hour = number(clock[0], digits: 2, in: 0...23),
            let minute = number(clock[1], digits: 2, in: 0...59), let second = number(clock[2], digits: 2, in: 0...60)
        else { return nil }
        var time = tm()
        (time.tm_mday, time.tm_mon, time.tm_year) = (day, Int32(month), year - 1_900)
        (time.tm_hour, time.tm_min, time.tm_sec) = (hour, minute, second)
        return Int64(timegm(&time))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func number(_ text: String, digits: Int, in range: ClosedRange<Int32>) -> Int32? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int32(text).flatMap { range.contains($0) ? $0 : nil }
    }
}
