/// Moments as text (RFC 3339), to the second.
enum TimeText {
    /// `2026-03-29T01:00:00Z`.
    static func utc(_ time: Int64) -> String { wall(time) + "Z" }

    /// `2026-03-29T03:00:00+02:00`; the seconds that offsets of the 19th century have are left out of the offset.
    static func local(_ time: Int64, offset: Int64) -> String {
        let minutes = Int(abs(offset) / 60)
        let distance = "\(offset < 0 ? "-" : "+")\(pad(minutes / 60)):\(pad(minutes % 60))"
        return wall(time + offset) + distance
    }

    private static func wall(_ time: Int64) -> String {
        let civil = CivilTime(seconds: time)
        let date = "\(pad(civil.year, 4))-\(pad(civil.month))-\(pad(civil.day))"
        return "\(date)T\(pad(civil.hour)):\(pad(civil.minute)):\(pad(civil.second))"
    }

    private static func pad(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
