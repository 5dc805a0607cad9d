import Testing

@testable import Report

@Suite struct LocalTimeTests {
    @Test(
        "a time that says its zone is told by the place's clocks, and any other text stays as it is",
        arguments: [
            ("2026-11-14T23:30:00Z", 540, "2026-11-15T08:30:00"),
            ("2026-12-31T15:00:00.123Z", 540, "2027-01-01T00:00:00.123"),
            ("2026-03-01T00:10+09:00", 0, "2026-02-28T15:10"), ("2024-03-01 00:10:00+0900", 0, "2024-02-29T15:10:00"),
            ("2026-11-14T23:30:00-05", 540, "2026-11-15T13:30:00"),
            ("2026-01-01T00:00:00Z", -60, "2025-12-31T23:00:00"),
            ("2026-11-14T23:30:00", 540, "2026-11-14T23:30:00"), ("2026-11-14", 540, "2026-11-14"),
            ("2026-11-14T99:30:00Z", 540, "2026-11-14T99:30:00Z"), ("yesterday", 540, "yesterday"),
            ("2026-11-14T23:30:00+9:0:0:0Z", 540, "2026-11-14T23:30:00+9:0:0:0Z"),
        ])
    func local(_ time: String, _ offset: Int, _ expected: String) {
        #expect(LocalTime.text(time, utcOffset: offset) == expected)
    }

    @Test("days and seconds are each other's reverse")
    func reverse() {
        for day in stride(from: Int64(-719_162), to: 800_000, by: 997) {
            #expect(CalendarDay(seconds: day * 86_400).secondsSince1970 == day * 86_400)
        }
    }
}
