import Glibc

/// Wall-clock time as the host writes it.
public enum Timestamp {
    /// Now in UTC, RFC 3339 with milliseconds: `2026-11-21T08:30:12.345Z`.
    public static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return rfc3339(seconds: time.tv_sec, milliseconds: time.tv_nsec / 1_000_000)
    }

    /// The instant `seconds` after 1970-01-01T00:00:00Z in RFC 3339 form.
    public static func rfc3339(seconds: Int, milliseconds: Int) -> String {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func pad(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(pad(Int(parts.tm_year) + 1900, 4))-\(pad(Int(parts.tm_mon) + 1, 2))-\(pad(Int(parts.tm_mday), 2))"
        let clock = "\(pad(Int(parts.tm_hour), 2)):\(pad(Int(parts.tm_min), 2)):\(pad(Int(parts.tm_sec), 2))"
        return "\(date)T\(clock).\(pad(milliseconds, 3))Z"
    }
}
